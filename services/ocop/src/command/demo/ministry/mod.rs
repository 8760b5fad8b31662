//! The demonstration of the link: two provinces and the ministry, each with databases and keys of its own. The line is
//! cut and healed, and the figures agree to the last row. Every figure shown is one of the services' own, with the
//! submission that brought it.

mod installation;

use std::net::SocketAddr;
use std::time::Duration;

use platform::access::Role;
use platform::access::authentication::SigningKey;
use platform::clock::{Clock, civil_date};
use platform::lifecycle::Stopping;
use platform::telemetry::Telemetry;
use prost::Message as _;
use proto::reporting::v1 as pb;
use tonic::Code;

use self::installation::{Installation, wait};
use super::clients::{Clients, PROVINCE, request_id};
use super::show::{Show, both};
use super::story::{Told, missing, recorded_products};
use super::{Arguments, registration};
use crate::Done;
use crate::assemble::LINK_ISSUER;
use crate::config::{Config, LOCAL_ISSUER, LinkSide, Shape};

/// The second province: Lai Châu, which the mergers of 2025 left as it was.
const NEIGHBOUR: &str = "2025:12";

/// How often the provinces take their turn here; in earnest it is minutes.
const TURN: Duration = Duration::from_millis(300);

/// What is put side by side: what is on this day, so that any period that runs has it.
const SHOWN: [&str; 3] = ["products_valid", "producers_registered", "products_registered"];

/// The period it is looked at in.
const PERIOD_YEARS: &str = "L";

/// Everybody who takes part.
struct Cast {
    ministry: Installation,
    provinces: [Installation; 2],
}

pub(super) async fn run(arguments: Arguments) -> Done {
    let show = Show::new(arguments.language);
    let _owned = crate::command::all::own(&arguments.data)?;
    let mut config = Config::load(&Shape::Embedded { data: arguments.data.clone() }, None)?;
    config.telemetry.filter = std::env::var("OCOP_LOG__FILTER").unwrap_or_else(|_| "error".to_owned());
    let telemetry = Telemetry::set_up(&config.telemetry)?;
    let stopping = Stopping::on_signals()?;
    let mut cast = cast(&arguments).await?;
    let told = tokio::select! {
        told = tell(&show, &mut cast) => told,
        () = stopping.in_order.cancelled() => Ok(()),
    };
    if told.is_ok() {
        println!();
        show.say(&both("Mọi việc diễn ra đúng như đã kể.", "All went as told."));
        if !arguments.exit {
            show.say(&both("Dừng bằng Ctrl-C.", "Stop with Ctrl-C."));
            stopping.in_order.cancelled().await;
        }
    }
    for installation in &mut cast.provinces {
        installation.stop().await?;
    }
    cast.ministry.stop().await?;
    telemetry.shut_down().await;
    told
}

/// Starts the ministry, then the provinces, which know its address and key.
async fn cast(arguments: &Arguments) -> Told<Cast> {
    let folder = |name: &str| arguments.data.join(name);
    for name in ["ministry", "dien-bien", "lai-chau"] {
        std::fs::create_dir_all(folder(name))?;
    }
    let mut ministry = Installation::new(folder("ministry"), "ministry", "VN", LinkSide::Ministry)?;
    let address = ministry.start(arguments.listen).await?;
    let ministry_key = public_key(&ministry)?;
    let province = |name: &str, of: &'static str, unit: &'static str| -> Told<Installation> {
        let link = LinkSide::Province {
            unit: unit.parse().map_err(|_| missing("a province"))?,
            address: address.to_string(),
            ministry_key: ministry_key.clone(),
            every: TURN,
            tls: None,
        };
        Installation::new(folder(name), of, unit, link)
    };
    let mut provinces = [province("dien-bien", "Điện Biên", PROVINCE)?, province("lai-chau", "Lai Châu", NEIGHBOUR)?];
    for installation in &mut provinces {
        installation.start(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    }
    Ok(Cast { ministry, provinces })
}

/// The public key of an installation, as `ocop keys public` prints it.
fn public_key(of: &Installation) -> Told<String> {
    let key = SigningKey::load_or_create(LINK_ISSUER, &of.folder.join("link.pem"))?;
    let keys = serde_json::to_value(key.public_key_set())?;
    Ok(keys["keys"][0]["x"].as_str().ok_or_else(|| missing("the public key"))?.to_owned())
}

async fn tell(show: &Show, cast: &mut Cast) -> Told {
    let [dien_bien, lai_chau] = &cast.provinces;
    show.step(
        1,
        &both(
            format!("Hai tỉnh và Bộ ({})", cast.ministry.running()?.address),
            format!("Two provinces and the ministry ({})", cast.ministry.running()?.address),
        ),
    );
    show.say(&both(
        "Ba hệ thống, mỗi nơi có cơ sở dữ liệu và khóa riêng; chỉ tỉnh gọi ra. Tên có chữ “Mẫu” là ví dụ.",
        "Three installations, each with databases and a key of its own; only provinces dial. Names with “Mẫu” are samples.",
    ));
    let key = SigningKey::load_or_create(LOCAL_ISSUER, &dien_bien.folder.join("key.pem"))?;
    let mut clients = Clients::connect(dien_bien.running()?.address, key).await?;
    recorded_products(show, &mut clients).await?;
    registration::samples(show, &mut clients).await?;
    let commune = lai_chau.commune().await?;
    lai_chau.sample("HTX Mẫu Lai Châu 01", &commune).await?;
    lai_chau.sample("HTX Mẫu Lai Châu 02", &commune).await?;

    admission(show, cast).await?;
    agreement(show, cast, 5, &both("Số liệu hai bên", "The figures of both sides")).await?;
    cut(show, cast).await?;
    agreement(show, cast, 7, &both("Nối lại: số liệu lại khớp", "Healed: the figures agree again")).await?;
    forgery(show, cast).await
}

/// Two officers of the ministry admit each province.
async fn admission(show: &Show, cast: &Cast) -> Told {
    show.step(4, &both("Bộ tiếp nhận từng tỉnh, hai người", "The ministry admits each province, by two people"));
    let ministry = &cast.ministry;
    for province in &cast.provinces {
        let list = ministry.by("officer", Role::MinistryOfficer, pb::ListProvinceLinksRequest {})?;
        let known = ministry.link()?.list_province_links(list).await?.into_inner().provinces;
        if known.iter().any(|link| link.province_id == province.unit && link.state() == pb::LinkState::Admitted) {
            show.line(&format!("{}  {}", province.unit, province.name));
            continue;
        }
        let public_key = province.own_link().await?.public_key;
        let propose = pb::ProposeProvinceRequest {
            request_id: request_id(&format!("propose {} {public_key}", province.unit)),
            province_id: province.unit.to_owned(),
            public_key: public_key.clone(),
        };
        let propose = ministry.by("officer", Role::MinistryOfficer, propose)?;
        let proposed = ministry.link()?.propose_province(propose).await?.into_inner().province;
        let admit = pb::AdmitProvinceRequest {
            request_id: request_id(&format!("admit {} {public_key}", province.unit)),
            province_id: province.unit.to_owned(),
            etag: proposed.ok_or_else(|| missing("the province"))?.etag,
        };
        let alone = ministry.by("officer", Role::MinistryOfficer, admit.clone())?;
        let alone = ministry.link()?.admit_province(alone).await;
        if alone.err().map(|status| status.code()) != Some(Code::PermissionDenied) {
            return Err("who proposed a province could admit it too".into());
        }
        ministry.link()?.admit_province(ministry.by("leader", Role::MinistryLeader, admit)?).await?;
        show.line(&format!("{}  {}  {public_key}", province.unit, province.name));
    }
    show.say(&both(
        "Người đề nghị không tự duyệt được; người thứ hai duyệt khóa của tỉnh.",
        "Who proposed may not admit; a second person admitted each province's key.",
    ));
    Ok(())
}

/// Both sides have the same, to the last row.
async fn agreement(show: &Show, cast: &Cast, step: u8, title: &super::show::Both) -> Told {
    show.step(step, title);
    let mut heading = vec![show.word(&both("Chỉ tiêu", "Indicator")), show.word(&both("Nơi", "Where"))];
    heading.extend(cast.provinces.iter().map(|province| province.name.to_owned()));
    heading.push(show.word(&both("Cộng", "Sum")));
    let mut table = vec![heading];
    for province in &cast.provinces {
        province.up_to_date().await?;
    }
    let ministry = &cast.ministry;
    let mut brought = Vec::new();
    for indicator in SHOWN {
        let mut own = Vec::new();
        for province in &cast.provinces {
            own.push(province.own_figure(indicator).await?);
        }
        let compare = pb::CompareProvincesRequest { period: this_year(), indicator_codes: vec![indicator.to_owned()] };
        let compare = ministry.by("officer", Role::MinistryOfficer, compare)?;
        let compared = ministry.link()?.compare_provinces(compare).await?.into_inner().indicators;
        let compared = compared.into_iter().next().ok_or_else(|| missing("an indicator"))?;
        let theirs: Vec<_> = compared.provinces.iter().map(|figure| figure.value).collect();
        if own != theirs {
            return Err(format!("{indicator}: the provinces have {own:?}, the ministry {theirs:?}").into());
        }
        let row = |place: String, values: &[i64]| {
            let values = values.iter().copied().chain([values.iter().sum()]);
            [indicator.to_owned(), place].into_iter().chain(values.map(|value| value.to_string())).collect()
        };
        table.push(row(show.word(&both("tỉnh", "province")), &own));
        table.push(row(show.word(&both("Bộ", "ministry")), &theirs));
        brought = compared.provinces;
    }
    show.table(&table);
    for (province, figure) in cast.provinces.iter().zip(&brought) {
        let link = province.own_link().await?;
        let outcome = province.reconcile().await?;
        if outcome.difference_count != 0 {
            return Err(format!("{} differs: {:?}", province.name, outcome.differences).into());
        }
        let name = figure.submission_sha256.get(..12).unwrap_or_default();
        show.say(&both(
            format!(
                "{}: lần nộp {} ({name}…); đối chiếu {} dòng, lệch 0.",
                province.name, link.sequence, outcome.compared_count
            ),
            format!(
                "{}: submission {} ({name}…); {} rows compared, 0 differ.",
                province.name, link.sequence, outcome.compared_count
            ),
        ));
    }
    Ok(())
}

/// The year of the law that today lies in.
fn this_year() -> String {
    let today = civil_date(Clock::System.now());
    let begun = today.format("%m-%d").to_string().as_str() >= "12-15";
    let year: i32 = today.format("%Y").to_string().parse().unwrap_or_default();
    format!("{PERIOD_YEARS}{:04}", year + i32::from(begun))
}

/// The ministry cannot be reached: the provinces work on, and what waits stays bounded.
async fn cut(show: &Show, cast: &mut Cast) -> Told {
    show.step(6, &both("Cắt đường truyền: tỉnh vẫn làm việc", "The line is cut: the provinces work on"));
    let address = cast.ministry.running()?.address;
    cast.ministry.stop().await?;
    let [dien_bien, lai_chau] = &cast.provinces;
    let commune = lai_chau.commune().await?;
    for number in 3..=5 {
        lai_chau.sample(&format!("HTX Mẫu Lai Châu {number:02}"), &commune).await?;
    }
    let link = wait("the cut is noticed", async || {
        let link = lai_chau.own_link().await?;
        Ok((!link.fault.is_empty()).then_some(link))
    })
    .await?;
    let waiting = link.pending_count.max(dien_bien.own_link().await?.pending_count);
    if waiting > 2 {
        return Err(format!("{waiting} submissions wait: the backlog is not bounded").into());
    }
    show.say(&both(
        format!("Lai Châu đăng ký thêm ba chủ thể; số lần nộp đang chờ nhiều nhất là {waiting}, vì bản mới thay bản cũ."),
        format!("Lai Châu registers three more producers; at most {waiting} submissions wait, as the newest replaces those before."),
    ));
    cast.ministry.start(address).await?;
    Ok(())
}

/// What was altered on its way is refused, and recorded.
async fn forgery(show: &Show, cast: &Cast) -> Told {
    show.step(8, &both("Bản nộp giả mạo bị từ chối và ghi lại", "A forged submission is refused and recorded"));
    let ministry = &cast.ministry;
    let header = pb::SubmissionHeader {
        province_id: PROVINCE.to_owned(),
        epoch: 1,
        sequence: 1_000_000,
        kind: pb::SubmissionKind::Provisional.into(),
        periods: vec![this_year()],
        made_at: Some(platform::wire::timestamp(Clock::System.now())),
        body_sha256: vec![0; 32],
        body_size_bytes: 1,
        ..Default::default()
    };
    let header = pb::Signed { message: header.encode_to_vec(), signature: vec![0; 64] };
    let bundle = pb::Bundle { header: Some(header), body: vec![0] };
    let import = pb::ImportBundleRequest {
        request_id: request_id(&format!("forged {:?}", bundle.header)),
        bundle: Some(bundle),
    };
    let import = ministry.by("officer", Role::MinistryOfficer, import)?;
    let refused = ministry.link()?.import_bundle(import).await?.into_inner().submission;
    let refused = refused.ok_or_else(|| missing("the verdict"))?;
    if refused.reason != "SUBMISSION_FORGED" {
        return Err(format!("a forged submission was {:?}", refused.verdict()).into());
    }
    show.say(&both(
        format!("Không phải khóa của Điện Biên đã ký: {}.", refused.reason),
        format!("Not signed by Điện Biên's key: {}.", refused.reason),
    ));
    Ok(())
}
