//! The demonstration goes as told; a second start goes on with the data that is there.

use std::process::Command;

fn demo(data: &str) -> (bool, String) {
    let ran = Command::new(testkit::program())
        .args(["demo", "--data", data, "--listen", "127.0.0.1:0", "--exit", "--language", "both"])
        .env("NO_COLOR", "1")
        .output()
        .expect("runs");
    let told = String::from_utf8([ran.stdout, ran.stderr].concat()).expect("a text");
    (ran.status.success(), told)
}

#[test]
fn the_demonstration_goes_as_told_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let data = data.to_str().expect("a path");
    let (went_well, first) = demo(data);
    assert!(went_well, "{first}");
    for told in [
        "34 tỉnh, thành phố và 3.321 xã, phường, đặc khu",
        "29 sản phẩm thật của Điện Biên",
        "HTX Mẫu 01",
        "★★★★  Cà phê Mẫu A",
        "★★★  Mật ong Mẫu B",
        "discussion and a second ballot",
        "held at 3 by a minimum",
        "criterion 3.5",
        "xã trả lại để bổ sung, “Chưa nêu nguồn gốc nguyên liệu (mẫu)”; hồ sơ nộp lại là bản 2",
        "★★★★  Mật ong Mẫu B",
        "Chủ thể nêu thay đổi ở tiêu chí 3.5",
        "OCOP-11-",
        "Whoever verifies OCOP-11-",
        "chưa ghi nhận",
        "Nhịp độ",
        "HTX Mẫu 02",
        "chưa tập huấn",
        "Every count traces to its records",
        "All went as told.",
    ] {
        assert!(first.contains(told), "{told} is not told:\n{first}");
    }
    let (went_well, second) = demo(data);
    assert!(went_well, "{second}");
    let certificates = |told: &str| {
        let numbers = told.lines().filter_map(|line| line.split_whitespace().next());
        numbers.filter(|word| word.starts_with("OCOP-11-")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(certificates(&first), certificates(&second), "nothing was done twice");
    assert_eq!(certificates(&second).len(), 3);
}

#[test]
fn two_provinces_and_the_ministry_are_shown_to_agree_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    for _ in 0..2 {
        let ran = Command::new(testkit::program())
            .args(["demo", "--ministry", "--data"])
            .arg(&data)
            .args(["--listen", "127.0.0.1:0", "--exit", "--language", "en"])
            .env("NO_COLOR", "1")
            .output()
            .expect("runs");
        let told = String::from_utf8([ran.stdout, ran.stderr].concat()).expect("a text");
        assert!(ran.status.success(), "{told}");
        for sentence in ["0 differ", "the provinces work on", "SUBMISSION_FORGED", "All went as told."] {
            assert!(told.contains(sentence), "{sentence} is not told:\n{told}");
        }
    }
}
