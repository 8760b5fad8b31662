//! Why a sheet is not read, for people and programs.

use super::{MOST_CELL_BYTES, MOST_COLUMNS, MOST_FILE_BYTES, MOST_LINES, Unreadable};

crate::errors! {
    /// Why a sheet is not read.
    pub enum Refusal {
        /// The file is larger than is taken.
        FileTooLarge { most_mib: usize } => InvalidArgument, ImportFileTooLarge, at "data",
            "Tệp lớn hơn {most_mib} MiB. Chia thành nhiều tệp.",
            "The file is larger than {most_mib} MiB. Divide it into several.";
        /// The file is damaged, or no sheet.
        FileUnreadable => InvalidArgument, ImportFileUnreadable, at "data",
            "Tệp hỏng, hoặc không phải bảng tính .xlsx hay .csv. Mở bằng Excel và lưu lại.",
            "The file is damaged, or neither .xlsx nor .csv. Open it with Excel and save it again.";
        /// The workbook is locked with a password.
        FileEncrypted => InvalidArgument, ImportFileEncrypted, at "data",
            "Tệp được khóa bằng mật khẩu. Bỏ mật khẩu rồi lưu lại.",
            "The workbook is locked with a password. Remove the password and save it again.";
        /// The workbook is of another format.
        FileFormatOld { format: &'static str } => InvalidArgument, ImportFileFormatOld, at "data",
            "Tệp có định dạng {format}. Mở bằng Excel và lưu dưới dạng .xlsx.",
            "The file is of the format {format}. Open it with Excel and save it as .xlsx.";
        /// The workbook has parts that no office program writes.
        FileSuspicious { part: String } => InvalidArgument, ImportFileSuspicious, at "data",
            "Tệp có phần không do phần mềm văn phòng tạo ra ({part}) nên không được đọc. Mở bằng Excel và lưu lại.",
            "The file has a part that no office program writes ({part}), and is not read. Open it with Excel and save it again.";
        /// The workbook unpacks to more than is taken.
        FileInflates => InvalidArgument, ImportFileInflates, at "data",
            "Tệp giải nén ra lớn hơn mức cho phép. Chép bảng cần nhập sang một tệp mới.",
            "The file unpacks to more than is taken. Copy the table into a new file.";
        /// The sheet has more columns than are taken.
        TooManyColumns { line: u32, most: usize } => InvalidArgument, ImportTooManyColumns, at "data",
            "Dòng {line} có hơn {most} cột. Xóa các cột thừa.",
            "Line {line} has more than {most} columns. Remove those that are not needed.";
        /// The sheet has more lines than are taken.
        TooManyRows { most: u32 } => InvalidArgument, ImportTooManyRows, at "data",
            "Bảng có hơn {most} dòng. Chia thành nhiều tệp.",
            "The sheet has more than {most} lines. Divide it into several files.";
        /// A cell holds more text than is taken.
        CellTooLong { line: u32, most_kib: usize } => InvalidArgument, ImportCellTooLong, at "data",
            "Có ô dài hơn {most_kib} KiB (dòng {line}; 0 nếu chưa rõ dòng). Rút ngắn ô đó.",
            "A cell is longer than {most_kib} KiB (line {line}; 0 if not known). Shorten it.";
        /// Written with a font of the time before Unicode.
        FontLegacy { font: &'static str } => InvalidArgument, ImportFontLegacy, at "data",
            "Chữ trong tệp theo bảng mã {font}, không phải Unicode. Chuyển mã sang Unicode (ví dụ bằng UniKey) rồi lưu lại.",
            "The text is in {font}, not in Unicode. Convert it (with UniKey, for example) and save it again.";
        /// The text is in an unknown encoding.
        EncodingUnknown => InvalidArgument, ImportEncodingUnknown, at "data",
            "Không rõ bảng mã của tệp. Lưu lại dưới dạng CSV UTF-8 hoặc .xlsx.",
            "The encoding of the file is not known. Save it as CSV UTF-8 or .xlsx.";
    }
}

impl From<Unreadable> for crate::error::Error {
    fn from(why: Unreadable) -> Self {
        let refusal = match why {
            Unreadable::TooLarge => Refusal::FileTooLarge { most_mib: MOST_FILE_BYTES / 1024 / 1024 },
            Unreadable::NoSheet => Refusal::FileUnreadable,
            Unreadable::Encrypted => Refusal::FileEncrypted,
            Unreadable::OtherFormat { format } => Refusal::FileFormatOld { format },
            Unreadable::Suspicious { part } => Refusal::FileSuspicious { part },
            Unreadable::Inflates => Refusal::FileInflates,
            Unreadable::TooManyColumns { line } => Refusal::TooManyColumns { line, most: MOST_COLUMNS },
            Unreadable::TooManyLines => Refusal::TooManyRows { most: MOST_LINES },
            Unreadable::CellTooLong { line } => Refusal::CellTooLong { line, most_kib: MOST_CELL_BYTES / 1024 },
            Unreadable::LegacyFont { font } => Refusal::FontLegacy { font },
            Unreadable::UnknownEncoding => Refusal::EncodingUnknown,
        };
        refusal.into()
    }
}

impl crate::error::Below for Unreadable {}
