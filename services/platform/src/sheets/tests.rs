//! Files as offices have them, and files made to do harm: both are made here, byte by byte.

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Bounds, Cell, CsvWriter, Line, MOST_FILE_BYTES, Unreadable, WorkbookWriter, read, read_within};

fn lines(file: &[u8]) -> Result<Vec<Line>, Unreadable> {
    let mut lines = Vec::new();
    read(file, &mut |line| {
        lines.push(line);
        ControlFlow::Continue(())
    })?;
    Ok(lines)
}

fn line(number: u32, cells: &[&str]) -> Line {
    Line { number, cells: cells.iter().map(ToString::to_string).collect() }
}

/// An archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        archive.start_file(*name, options).expect("begun");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

const RELS: &[u8] =
    br#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook xmlns:r="r"><sheets><sheet name="Hidden" state="hidden" r:id="r9"/><sheet name="S" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="/xl/worksheets/s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &[u8] = br#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook with this sheet and these shared texts.
fn workbook(sheet: &[u8], shared: &[u8]) -> Vec<u8> {
    archive(&[
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/styles.xml", STYLES),
        ("xl/SharedStrings.xml", shared),
        ("xl/worksheets/s.xml", sheet),
        ("xl/vbaProject.bin", b"macros are not read"),
    ])
}

fn with_rows(rows: &str) -> Vec<u8> {
    workbook(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(), b"<sst/>")
}

#[test]
fn a_workbook_is_read_as_an_office_has_it() {
    let sheet = "<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"m\"><x:dimension ref=\"A1:C9\"/><x:sheetData>\
        <x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c></x:row>\
        <x:row r=\"2\"/>\
        <x:row r=\"3\"><x:c r=\"A3\" t=\"inlineStr\"><x:is><x:t>Ho\u{300}a &amp; Bi\u{300}nh</x:t></x:is></x:c>\
        <x:c r=\"C3\" s=\"1\"><x:v>44336</x:v></x:c></x:row>\
        <x:row r=\"5\"><x:c t=\"s\"><x:v>1</x:v></x:c><x:c><x:v>100123456</x:v></x:c><x:c t=\"str\"><x:f>A1</x:f>\
        <x:v>=kết quả</x:v></x:c><x:c t=\"e\"><x:v>#REF!</x:v></x:c><x:c s=\"2\"><x:v>2</x:v></x:c></x:row>\
        <x:row r=\"900000\"><x:c r=\"A900000\" s=\"1\"/></x:row>\
        </x:sheetData></x:worksheet>";
    let shared = "<sst uniqueCount=\"99999999999\"><si><t>DANH SÁCH</t></si>\
        <si><r><t>Mật </t></r><rPh><t>bỏ</t></rPh><r><t xml:space=\"preserve\">ong&#10;rừng</t></r></si></sst>";
    assert_eq!(
        lines(&workbook(sheet.as_bytes(), shared.as_bytes())).expect("read"),
        [
            line(1, &["DANH SÁCH"]),
            line(3, &["Hòa & Bình", "", "20/05/2021"]),
            line(5, &["Mật ong rừng", "100123456", "=kết quả", "", "01/01/1900"]),
        ]
    );
}

#[test]
fn what_is_merged_stands_in_all_its_cells() {
    let cell = |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let sheet = format!(
        "<worksheet><sheetData><row r=\"1\">{}{}</row><row r=\"2\">{}{}</row><row r=\"3\">{}</row></sheetData>\
         <mergeCells><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>",
        cell("A1", "Chủ thể"),
        cell("B1", "Địa chỉ"),
        cell("A2", "HTX"),
        cell("B2", "Xã"),
        cell("B3", "Phường"),
    );
    assert_eq!(
        lines(&workbook(sheet.as_bytes(), b"<sst/>")).expect("read"),
        [line(1, &["Chủ thể", "Địa chỉ", "Địa chỉ"]), line(2, &["HTX", "Xã"]), line(3, &["HTX", "Phường"])]
    );
}

#[test]
fn a_file_that_is_no_xlsx_is_told_apart() {
    let old = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600], &name].concat()
    };
    assert_eq!(lines(&old("Workbook")), Err(Unreadable::OtherFormat { format: ".xls" }));
    assert_eq!(lines(&old("EncryptedPackage")), Err(Unreadable::Encrypted));
    let binary = archive(&[("xl/workbook.bin", b"")]);
    assert_eq!(lines(&binary), Err(Unreadable::OtherFormat { format: ".xlsb" }));
    let open = archive(&[("mimetype", b""), ("content.xml", b"")]);
    assert_eq!(lines(&open), Err(Unreadable::OtherFormat { format: ".ods" }));
    for other in [&b"%PDF-1.7"[..], b"PK\x03\x04 and nothing more", b"\x89PNG\r\n\x1a\n", &archive(&[("a.txt", b"a")])]
    {
        assert_eq!(lines(other), Err(Unreadable::NoSheet));
    }
    assert_eq!(lines(&vec![b'a'; MOST_FILE_BYTES + 1]), Err(Unreadable::TooLarge));
}

#[test]
fn an_encrypted_part_is_told() {
    let mut file = with_rows("");
    // The flag stands in the directory at the end, for each part.
    let entry = file.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    file[entry + 8] |= 1;
    assert_eq!(lines(&file), Err(Unreadable::Encrypted));
}

#[test]
fn names_that_lead_astray_are_refused() {
    for name in ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\a.xml", "C:\\a.xml"] {
        let refused = lines(&archive(&[(name, b"")]));
        assert!(matches!(refused, Err(Unreadable::Suspicious { .. })), "{name}: {refused:?}");
    }
    let twice = archive(&[("xl/workbook.xml", BOOK), ("XL/Workbook.xml", BOOK)]);
    assert!(matches!(lines(&twice), Err(Unreadable::Suspicious { .. })));
}

#[test]
fn what_unpacks_without_end_is_refused() {
    // Empty lines without end: a thousand times as much as there is packed. The archive lies about none of it.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let parts = [("_rels/.rels", RELS), ("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", BOOK_RELS)];
    for (name, bytes) in parts {
        archive.start_file(name, options).expect("begun");
        archive.write_all(bytes).expect("written");
    }
    archive.start_file("xl/worksheets/s.xml", options).expect("begun");
    archive.write_all(b"<worksheet><sheetData>").expect("written");
    let rows = "<row></row>".repeat(1024 * 1024 / 11);
    for _ in 0..10 {
        archive.write_all(rows.as_bytes()).expect("written");
    }
    let file = archive.finish().expect("finished").into_inner();
    assert!(file.len() < 64 * 1024, "small on disk: {}", file.len());
    let bounds = Bounds { inflated_bytes: 8 * 1024 * 1024, ..Bounds::default() };
    assert_eq!(read_within(&bounds, &file, &mut |_| ControlFlow::Continue(())), Err(Unreadable::Inflates));
    // What the archive says itself is enough to refuse.
    let bounds = Bounds { declared_bytes: 1024, ..Bounds::default() };
    assert_eq!(read_within(&bounds, &file, &mut |_| ControlFlow::Continue(())), Err(Unreadable::Inflates));
}

#[test]
fn shared_texts_are_bounded() {
    let text = format!("<si><t>{}</t></si>", "a".repeat(32 * 1024));
    let file = workbook(b"<worksheet/>", format!("<sst>{}</sst>", text.repeat(33)).as_bytes());
    let bounds = Bounds { shared_bytes: 1024 * 1024, ..Bounds::default() };
    assert_eq!(read_within(&bounds, &file, &mut |_| ControlFlow::Continue(())), Err(Unreadable::Inflates));
}

#[test]
fn entities_and_what_hides_tags_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet/>";
    let hidden = "<worksheet><sheetData><!-- < < < --></sheetData></worksheet>";
    let quoted = "<worksheet><sheetData a='<<<<'></sheetData></worksheet>";
    let whole = "<worksheet><![CDATA[<<<]]></worksheet>";
    for sheet in [bomb, hidden, quoted, whole] {
        let refused = lines(&workbook(sheet.as_bytes(), b"<sst/>"));
        assert_eq!(refused, Err(Unreadable::Suspicious { part: "worksheet".to_owned() }), "{sheet}");
    }
    let unknown = with_rows("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row>");
    assert_eq!(lines(&unknown), Err(Unreadable::NoSheet));
}

#[test]
fn a_sheet_has_bounds() {
    let far = with_rows("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>");
    assert_eq!(lines(&far), Err(Unreadable::TooManyColumns { line: 1 }));
    let farther = with_rows("<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZZZ1\"><v>1</v></c></row>");
    assert_eq!(lines(&farther), Err(Unreadable::NoSheet));
    let cells: String = (0..1_000_000).map(|_| "<c><v>1</v></c>").collect();
    assert_eq!(lines(&with_rows(&format!("<row>{cells}</row>"))), Err(Unreadable::TooManyColumns { line: 1 }));
    let low = with_rows("<row r=\"200001\"><c r=\"A200001\"><v>1</v></c></row>");
    assert_eq!(lines(&low), Err(Unreadable::TooManyLines));
    let text = |bytes: usize| {
        let text = "a".repeat(bytes);
        with_rows(&format!("<row r=\"7\"><c r=\"A7\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"))
    };
    assert_eq!(lines(&text(32 * 1024)).expect("read").len(), 1);
    assert_eq!(lines(&text(32 * 1024 + 1)), Err(Unreadable::CellTooLong { line: 7 }));
    assert_eq!(lines(&text(1024 * 1024)), Err(Unreadable::CellTooLong { line: 7 }));
    let runs = format!("<row r=\"7\"><c r=\"A7\"><is>{}</is></c></row>", "<r><t>aaaaaaaa</t></r>".repeat(100_000));
    assert_eq!(lines(&with_rows(&runs)), Err(Unreadable::CellTooLong { line: 7 }));
}

#[test]
fn tables_of_text_are_read_in_the_encodings_of_offices() {
    let text = "Tên;Địa chỉ\r\n\r\n\"HTX; Mường Ảng\";Xã Thanh Nưa, Điện Biên\r\n";
    let expected = [line(1, &["Tên", "Địa chỉ"]), line(3, &["HTX; Mường Ảng", "Xã Thanh Nưa, Điện Biên"])];
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for file in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        [b"\xFF\xFE".to_vec(), little.clone()].concat(),
        [b"\xFE\xFF".to_vec(), big].concat(),
        little,
    ] {
        assert_eq!(lines(&file).expect("read"), expected);
    }
    // Windows-1258 writes most accents as letters of their own behind the vowel.
    let file = b"T\xEAn,\xD0i\xF2a chi\xD2\nHTX M\xFD\xF5\xCCng \xC2\xD2ng,\xD0i\xEA\xF2n Bi\xEAn\n";
    assert_eq!(lines(file).expect("read"), [line(1, &["Tên", "Địa chỉ"]), line(2, &["HTX Mường Ẩng", "Điện Biên"])]);
}

#[test]
fn tables_of_text_have_bounds_and_no_fonts_of_before() {
    assert_eq!(lines(",".repeat(200_000).as_bytes()).expect("empty cells").len(), 0);
    assert_eq!(lines("a,".repeat(201).as_bytes()), Err(Unreadable::TooManyColumns { line: 1 }));
    assert_eq!(lines("a\n".repeat(200_001).as_bytes()), Err(Unreadable::TooManyLines));
    let long = format!("a\nb,{}\n", "c".repeat(32 * 1024 + 1));
    assert_eq!(lines(long.as_bytes()), Err(Unreadable::CellTooLong { line: 2 }));
    let tcvn3 = b"T\xAAn s\xB6n ph\xC8m,H\xEEp t\xB8c x\xB7\nCh\xCC T\xA9y B\xBEc,H\xEEp t\xB8c x\xB7 n\xABng nghi\xD6p \xA7i\xD6n Bi\xAAn\n";
    let refused = lines(tcvn3);
    assert!(matches!(refused, Err(Unreadable::LegacyFont { .. } | Unreadable::UnknownEncoding)), "{refused:?}");
    let vni = lines("Hôïp taùc xaõ noâng nghieäp, saûn phaåm traø, taùo, chaùo\n".as_bytes());
    assert_eq!(vni, Err(Unreadable::LegacyFont { font: "VNI" }));
    assert_eq!(lines(&[b"a,b\0".as_slice(), &[1, 2, 3, 0, 0, 7, 9, 200, 13, 255]].concat()), Err(Unreadable::NoSheet));
}

#[test]
fn what_is_written_is_read_again() {
    let cells = [
        Cell::text("=HYPERLINK(\"http://x\") & <b>"),
        Cell::Empty,
        Cell::Day("2026-12-31".parse().expect("a day")),
        Cell::Number(1_500_000),
        Cell::Heading("Tên".to_owned()),
    ];
    let mut book = WorkbookWriter::begin("Chủ thể").expect("begun");
    book.line(2, &cells).expect("written");
    let mut file = book.take();
    file.extend(book.finish().expect("finished"));
    let expected = ["=HYPERLINK(\"http://x\") & <b>", "", "31/12/2026", "1500000", "Tên"];
    assert_eq!(lines(&file).expect("read"), [line(2, &expected)]);

    let mut table = CsvWriter::begin().expect("begun");
    table.line(&cells).expect("written");
    let table = table.take().expect("written");
    let text = String::from_utf8(table).expect("a text");
    assert_eq!(text, "\u{FEFF}\"'=HYPERLINK(\"\"http://x\"\") & <b>\",,31/12/2026,1500000,Tên\r\n");
}
