"""Footnotes of a Word document, for which python-docx has no functions: the part `word/footnotes.xml`, and the references to it in the text."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.run import CT_R
from docx.shared import Pt
from docx.text.paragraph import Paragraph

TEXT, REFERENCE = "footnote text", "footnote reference"  # Word's own names for the two styles
# The two notes that every part of footnotes must have: the lines above the notes of a page, and above a note that is continued.
EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes of a new document. They are numbered from 1 in the order in which they are added, as Word numbers them."""

    def __init__(self, document: Document) -> None:
        self._part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(EMPTY), document.part.package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        text = document.styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        reference = document.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        text.font.size, reference.font.superscript = Pt(9), True
        self._text_style, self._reference_style = text.style_id, reference.style_id
        self._count = 0

    def add(self, paragraph: Paragraph) -> tuple[int, Paragraph]:
        """Refer to a new footnote at the end of the paragraph. Returns its number and the paragraph for its text."""
        self._count += 1
        number = str(self._count)
        bookmark = {"w:id": number, "w:name": bookmark_of(self._count)}  # so that the text can refer to the note again
        paragraph._p.append(element("w:bookmarkStart", bookmark))
        self._raised(paragraph).append(element("w:footnoteReference", {"w:id": number}))
        paragraph._p.append(element("w:bookmarkEnd", {"w:id": number}))
        note = element("w:footnote", {"w:id": number})
        self._part.element.append(note)
        body = Paragraph(element("w:p", {}), paragraph._parent)
        note.append(body._p)
        body._p.style = self._text_style
        self._raised(body).append(element("w:footnoteRef", {}))
        body.add_run(" ")
        return self._count, body

    def refer_again(self, paragraph: Paragraph, number: int) -> None:
        """Refer to a footnote for another time: a field that shows its number."""
        field = element("w:fldSimple", {"w:instr": f" NOTEREF {bookmark_of(number)} \\f \\h "})
        run = self._raised(paragraph)
        run.text = str(number)
        paragraph._p.append(field)
        field.append(run)

    def _raised(self, paragraph: Paragraph) -> CT_R:
        run = paragraph.add_run()._r
        run.style = self._reference_style
        return run


def bookmark_of(number: int) -> str:
    return f"_Source{number}"


def element(tag: str, attributes: dict[str, str]) -> Any:
    return OxmlElement(tag, {qn(name): value for name, value in attributes.items()})
