"""The questions people really type, and the scorer that measures replies against them."""
