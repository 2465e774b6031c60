"""Tell in plain lines what was taught, what became of it, what a change does, and what is wrong with files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.admin.differences import differences
from bot.admin.exchange import Filed
from bot.admin.importing import Plan
from bot.admin.proposing import Difference, Kind
from bot.records import Change, Deed, TaughtIntent
from bot.render.plain import visible
from intents.definition import Definition
from intents.rules import Field, Issue
from intents.sampling import Sample

_DEEDS = {deed: deed.value.replace("_", " ") for deed in Deed}
_KEYS = {Field.SUMMARY: "summary", Field.EXAMPLES: "examples", Field.ANSWER: "answer", Field.TEXT: "answer.text"}
_KINDS = {Kind.GAINED: "Answered from then on", Kind.CHANGED: "Answered otherwise", Kind.LOST: "No longer answered"}


def counted(count: int, what: str) -> str:
    """Return how many there are of something: no fault, 1 hint, 3 hints."""
    return f"{count or 'no'} {what}{'s' if count > 1 else ''}"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows in columns as wide as what is in them."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def intent_row(intent: TaughtIntent, last: Change | None) -> tuple[str, ...]:
    """Return a taught intent as a row."""
    examples = counted(len(intent.draft.examples), "example")
    changed = f"{last.at:%d %b %Y %H:%M} by {last.by}" if last else ""
    return intent.draft.name, intent.draft.summary, intent.state, examples, f"revision {intent.revision}", changed


def intent_record(intent: TaughtIntent, last: Change | None) -> dict[str, object]:
    """Return a taught intent as a record for other programs."""
    return {
        "intent": intent.draft.name,
        "summary": intent.draft.summary,
        "state": intent.state,
        "examples": len(intent.draft.examples),
        "revision": intent.revision,
        "change": last.number if last else None,
        "changed": last.at.isoformat() if last else None,
        "by": last.by if last else None,
    }


def shipped_row(definition: Definition) -> tuple[str, ...]:
    """Return a shipped intent as a row."""
    return definition.name, definition.summary, "shipped", "", "", ""


def shipped_record(definition: Definition) -> dict[str, object]:
    """Return a shipped intent as a record for other programs."""
    return {"intent": definition.name, "summary": definition.summary, "state": "shipped"}


def history(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the versions of an intent, given newest first: who did what, when and why, and what differed."""
    for change, before in zip(changes, [*changes[1:], None], strict=True):
        why = f": {change.why}" if change.why else ""
        yield visible(f"{change.number}  {change.at:%d %b %Y %H:%M} UTC  {_DEEDS[change.deed]} by {change.by}{why}")
        lines = differences(
            before.draft if before else None, change.draft, before.state if before else None, change.state
        )
        yield from _indented(lines)


def issue_line(issue: Issue, files: Mapping[str, Filed]) -> str:
    """Return what is wrong, at the place where a file has it."""
    filed = files.get(issue.intent)
    told = visible(f"{issue.weight}: {issue}")
    return f"{_place(issue, filed)}: {told}" if filed else f"{visible(issue.intent)}: {told}"


def planned(plan: Plan, *, delete_others: bool) -> Iterator[str]:
    """Yield what an import will do."""
    for filed in plan.new:
        yield f"New: {filed.draft.name}"
        yield from _indented(differences(None, filed.draft, None, filed.state))
    for current, filed in plan.changed:
        yield f"Changed: {filed.draft.name}"
        yield from _indented(differences(current.draft, filed.draft, current.state, filed.state))
    if plan.unchanged:
        yield f"Unchanged: {len(plan.unchanged)}"
    if plan.others:
        does = "To be deleted" if delete_others else "In no file, and kept (--delete-others deletes them)"
        yield f"{does}: {', '.join(each.draft.name for each in plan.others)}"


def impact(found: Sequence[Difference]) -> Iterator[str]:
    """Yield the questions that are answered otherwise than today, by what becomes of them."""
    for kind, heading in _KINDS.items():
        those = [each for each in found if each.kind is kind]
        if those:
            yield f"{heading}: {counted(len(those), 'question')}"
        for each in those:
            yield f"  {visible(each.question)}{_why_known(each)}"
            yield from _indented((f"- {each.before}",) if each.before else ())
            yield from _indented((f"+ {each.after}",) if each.after else ())


def impact_record(found: Difference) -> dict[str, object]:
    """Return a difference as a record for other programs."""
    return {
        "question": found.question,
        "kind": found.kind,
        "before": found.before,
        "after": found.after,
        "times": found.times,
        "is_labelled": found.is_labelled,
        "is_right_lost": found.is_right_lost,
    }


def sampled(samples: Sequence[Sample]) -> Iterator[str]:
    """Yield what an intent accepts, and near questions that it leaves, with what becomes of them."""
    accepted = [each for each in samples if each.is_accepted]
    yield from (visible(each.question) for each in accepted)
    if len(accepted) < len(samples):
        yield "" if accepted else "It accepts none of the questions that were tried."
        yield "Not these, near as they are:"
    yield from (f"  {visible(each.question)}  ({_instead(each)})" for each in samples if not each.is_accepted)


def about_other(filed: Filed, *, is_gone: bool, is_removed: bool) -> str:
    """Return what became of a file whose intent is not among those that were written."""
    if not is_gone:
        return f"{filed.file} was never taught, and was left; surveybot intents import teaches it."
    return f"{filed.file} is taught no more, and was {'deleted' if is_removed else 'left; --delete-others deletes it'}."


def _instead(sample: Sample) -> str:
    if not sample.instead:
        return "asked back" if sample.is_asked_back else "not answered"
    return f"{'asked back' if sample.is_asked_back else 'taken for'}: {', '.join(sample.instead)}"


def _why_known(found: Difference) -> str:
    told = ["asked once" if found.times == 1 else f"asked {found.times} times"] if found.times else []
    told += ["a test question"] if found.is_labelled else []
    told += ["right today"] if found.is_right_lost else []
    return f"  ({', '.join(told)})" if told else ""


def _place(issue: Issue, filed: Filed | None) -> str:
    if filed is None:
        return ""
    key = _KEYS[issue.field]
    line = filed.lines.get(key if issue.item is None else f"{key}.{issue.item}") or filed.lines.get(
        key.split(".")[0], 1
    )
    return f"{filed.file}:{line}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {visible(line)}" for line in lines)
