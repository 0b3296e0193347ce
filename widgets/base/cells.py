"""Text in terminal cells: measured, cropped and padded without ever splitting a wide character."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

from data.law.identifier import shown

ELLIPSIS = ".."


def cells(text: str) -> int:
    """How many cells the text takes in a terminal that draws ambiguous characters narrow."""
    return cell_len(text)


def crop(text: str, width: int) -> str:
    """The text in at most `width` cells; what is cut off leaves two dots. Control characters are shown."""
    text = shown(text)
    if cell_len(text) <= width:
        return text
    if width <= len(ELLIPSIS):
        return ELLIPSIS[: max(width, 0)]
    return _head(text, width - len(ELLIPSIS)) + ELLIPSIS


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: cropped with two dots, or padded on the right."""
    cropped = crop(text, width)
    return cropped + " " * (width - cell_len(cropped))


def right(text: str, width: int) -> str:
    """The text in exactly `width` cells: cropped with two dots, or padded on the left."""
    cropped = crop(text, width)
    return " " * (width - cell_len(cropped)) + cropped


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken between words where it has any."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in _words(shown(paragraph)):
            if line and cell_len(line) + cell_len(word.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            while cell_len(word) > width > 1:
                head = _head(word, width)
                lines.append(head)
                word = word[len(head) :]
            line += word
        lines.append(line.rstrip())
    return lines


def _head(text: str, width: int) -> str:
    """The beginning of the text that fits; combining marks stay with their character."""
    return chop_cells(text, width)[0] if width > 0 and cell_len(text) > width else text[: max(width, 0)]


def _words(text: str) -> list[str]:
    """The pieces between which a line may break: words with their space, and single wide characters."""
    words: list[str] = []
    word = ""
    for char in text:
        if cell_len(char) > 1:
            if word:
                words.append(word)
            words.append(char)
            word = ""
            continue
        word += char
        if char == " ":
            words.append(word)
            word = ""
    return [*words, word] if word else words
