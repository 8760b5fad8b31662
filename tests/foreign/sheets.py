"""Sheets as an office makes and opens them: written and read by openpyxl, a stranger to our own reader and writer.

    python sheets.py write FILE                     makes a list of producers
    python sheets.py drawn XLSX CSV                 opens a series of a dashboard, as workbook and table
    python sheets.py read REPORT XLSX CSV FIGURES   opens what came of it: the report of its import, the register exported as
                                                    workbook and table, and the figures of years
"""

import csv
import datetime
import sys

from openpyxl import Workbook, load_workbook


def write(file):
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "DANH SÁCH CHỦ THỂ OCOP"
    sheet.merge_cells("A1:G1")
    rows = [
        ["TT", "Tên chủ thể", "Địa chỉ", None, "Mã số thuế", "Ngày đăng ký kinh doanh", "Doanh thu 2025 (triệu đồng)"],
        [None, None, "Xã", "Tỉnh", None, None, None],
        [1, "HTX Hoa\u0300ng Công", "Thanh Nưa", "Điện Biên", 5600123456, datetime.date(2021, 5, 20), 1250.5],
        [2, "=HTX Công thức", "Thanh Nưa", "Điện Biên", None, None, None],
        [3, "HTX Sai", "Thanh Nưa", "Điện Biên", "12", "hôm qua", None],
        [None, "Tổng cộng", None, None, 3, None, 1250.5],
    ]
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
                if isinstance(value, datetime.date):
                    cell.number_format = "dd/mm/yyyy"
    for merged in ["A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4"]:
        sheet.merge_cells(merged)
    book.save(file)


def read(report, exported, table, figures):
    rows = {row[0].row: [cell.value for cell in row] for row in load_workbook(report).active.iter_rows()}
    assert rows[1][0] == "DANH SÁCH CHỦ THỂ OCOP", rows[1]
    assert rows[4][7:10] == ["Kết quả", "Giải thích", "Result"], rows[4]
    assert [rows[number][9] for number in (5, 6, 7, 8)] == ["Applied", "Applied", "Refused", "Skipped"], rows
    assert "thuế" in rows[7][8] and "tax code" in rows[7][10], rows[7]

    sheet = load_workbook(exported).active
    lines = list(sheet.iter_rows())
    header = [cell.value for cell in lines[0]]
    first = next(row for row in (dict(zip(header, line)) for line in lines[1:]) if "Hoàng" in row["Tên chủ thể"].value)
    assert first["Tên chủ thể"].value == "HTX Hoàng Công", "NFC"
    assert first["Mã số thuế"].value == "5600123456" and first["Mã số thuế"].data_type == "s"
    day = first["Ngày đăng ký kinh doanh"]
    assert day.is_date and day.value == datetime.datetime(2021, 5, 20) and day.number_format == "dd/mm/yyyy", day.value
    assert len(lines) == 3 and all(cell.data_type != "f" for line in lines for cell in line), "a text, no formula"

    revenue = load_workbook(figures).active
    year = dict(zip((cell.value for cell in revenue[1]), (cell.value for cell in revenue[2])))
    assert (year["Chủ thể"], year["Năm"], year["Doanh thu (đồng)"]) == ("HTX Hoàng Công", 2025, 1_250_500_000), year

    with open(table, encoding="utf-8-sig", newline="") as text:
        found = list(csv.DictReader(text))
    days = {row["Tên chủ thể"]: row["Ngày đăng ký kinh doanh"] for row in found}
    assert days == {"HTX Hoàng Công": "20/05/2021", "'=HTX Công thức": ""}, days
    assert not any(value.startswith(("=", "+", "-", "@")) for row in found for value in row.values()), found


def drawn(exported, table):
    sheet = load_workbook(exported).active
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"A1:G1", "H1:O1", "A4:O4"} <= merged, merged
    lines = list(sheet.iter_rows())
    heading = next(place for place, line in enumerate(lines) if line[0].value == "Kỳ")
    titles = [cell.value for cell in lines[heading]]
    years = [dict(zip(titles, line)) for line in lines[heading + 1 : heading + 4]]
    assert [year["Kỳ"].value for year in years] == ["C2024", "C2025", "C2026"], years
    day = years[0]["Từ ngày"]
    assert day.is_date and day.value == datetime.datetime(2024, 1, 1) and day.number_format == "dd/mm/yyyy", day.value
    assert all(isinstance(year["Số liệu"].value, int) for year in years), years
    assert all(cell.data_type != "f" for line in lines for cell in line), "no formula"

    with open(table, encoding="utf-8-sig", newline="") as text:
        found = list(csv.DictReader(text))
    assert [row["Từ ngày"] for row in found] == ["01/01/2024", "01/01/2025", "01/01/2026"], found
    (digest,) = {row["SHA-256 của số liệu nguồn"] for row in found}
    last = [cell.value for line in lines for cell in line if cell.value][-1]
    assert last.endswith(digest), (last, digest)


{"write": write, "read": read, "drawn": drawn}[sys.argv[1]](*sys.argv[2:])
