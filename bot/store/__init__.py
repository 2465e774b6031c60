"""What is kept between questions, in SQLite or PostgreSQL."""
