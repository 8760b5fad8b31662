//! What one can do with the register: one file an operation, each with its command, how it is read from a
//! request, and its whole story.

mod get_unit;
mod list_product_sets;
mod list_units;

mod get_unit_lineage;
mod get_unit_map;
mod list_unit_parts;
mod resolve_units;

mod apply_unit_change;
mod list_unit_changes;
mod preview_unit_change;
mod undo_unit_change;

mod batch_get_producers;
mod create_producer;
mod get_producer;
mod list_producers;
mod retire_producer;
mod update_producer;

mod producer_record;

mod find_duplicate_producers;
mod get_producer_lineage;
mod judge_duplicate;
mod merge_producers;
mod record_succession;

mod list_producer_figures;
mod record_producer_figures;

mod person_details;

mod add_producer_workers;
mod batch_get_producer_flags;
mod list_person_reads;
mod list_producer_workers;
mod remove_producer_workers;
mod reveal_legal_representative;
mod set_legal_representative;

mod erase_ended;
mod lift_legal_hold;
mod list_legal_holds;
mod list_retention_rules;
mod place_legal_hold;

mod appoint_leader;
mod batch_get_leaders;
mod correct_leader_term;
mod end_leader_term;
mod list_leaders;
mod retract_term;

mod end_producer_account;
mod grant_producer_account;
mod list_producer_accounts;

mod assign_product_code;
mod batch_get_products;
mod create_product;
mod get_product;
mod list_product_certificates;
mod list_products;
mod product_record;
mod retire_product;
mod update_product;

mod batch_get_product_covers;
mod begin_product_file;
mod download_product_file;
mod get_product_file;
mod get_product_file_upload;
mod list_product_files;
mod remove_product_file;
mod update_product_file;
mod upload_product_file;

mod make_searchable;
mod search;

mod create_programme_record;
mod get_programme_record;
mod list_programme_records;
mod retire_programme_record;
mod summarize_programme_records;
mod update_programme_record;

mod cancel_programme_payment;
mod list_programme_payments;
mod record_programme_payment;

mod get_commune_overview;
mod list_commune_overviews;

mod create_management_body;
mod get_management_body;
mod list_management_bodies;
mod retire_management_body;
mod update_management_body;

mod advance_import;
mod apply_import;
mod appoint_official;
mod batch_get_officials;
mod cancel_import;
mod check_import;
mod download_import_report;
mod end_imports;
mod end_official_term;
mod get_import;
mod list_import_rows;
mod list_imports;
mod list_officials;
mod undo_import;
mod upload_import;

mod export_rows;

/// Records as lines of a sheet.
mod exporting;

/// Rows of imports as the requests they stand for.
mod importing;

mod publish_units;

pub(crate) use add_producer_workers::{AddProducerWorkers, add_producer_workers};
pub(crate) use advance_import::{AdvanceImport, advance_import, prepare_batch};
pub(crate) use apply_import::{ApplyImport, apply_import};
pub(crate) use apply_unit_change::{ApplyUnitChange, apply_unit_change};
pub(crate) use appoint_leader::{AppointLeader, appoint_leader};
pub(crate) use appoint_official::{AppointOfficial, appoint_official};
pub(crate) use assign_product_code::{AssignProductCode, assign_product_code};
pub(crate) use batch_get_leaders::{BatchGetLeaders, batch_get_leaders};
pub(crate) use batch_get_officials::{BatchGetOfficials, batch_get_officials};
pub(crate) use batch_get_producer_flags::{BatchGetProducerFlags, batch_get_producer_flags};
pub(crate) use batch_get_producers::{BatchGetProducers, batch_get_producers};
pub(crate) use batch_get_product_covers::{BatchGetProductCovers, batch_get_product_covers};
pub(crate) use batch_get_products::{BatchGetProducts, batch_get_products};
pub(crate) use begin_product_file::{BeginProductFile, begin_product_file};
pub(crate) use cancel_import::{CancelImport, cancel_import};
pub(crate) use cancel_programme_payment::{CancelProgrammePayment, cancel_programme_payment};
pub(crate) use check_import::{CheckImport, check_import};
pub(crate) use correct_leader_term::{CorrectLeaderTerm, correct_leader_term};
pub(crate) use create_management_body::{CreateManagementBody, create_management_body};
pub(crate) use create_producer::{CreateProducer, create_producer};
pub(crate) use create_product::{CreateProduct, create_product};
pub(crate) use create_programme_record::{CreateProgrammeRecord, create_programme_record};
pub(crate) use download_import_report::{DownloadImportReport, download_import_report, send_import_report};
pub(crate) use download_product_file::{DownloadProductFile, download_product_file, send_product_file};
pub(crate) use end_imports::{EndImports, end_imports};
pub(crate) use end_leader_term::{EndLeaderTerm, end_leader_term};
pub(crate) use end_official_term::{EndOfficialTerm, end_official_term};
pub(crate) use end_producer_account::{EndProducerAccount, end_producer_account};
pub(crate) use erase_ended::{EraseEnded, erase_ended};
pub(crate) use export_rows::{ExportRows, export_rows, send_rows};
pub(crate) use find_duplicate_producers::{FindDuplicateProducers, find_duplicate_producers};
pub(crate) use get_commune_overview::{GetCommuneOverview, get_commune_overview};
pub(crate) use get_import::{GetImport, get_import};
pub(crate) use get_management_body::{GetManagementBody, get_management_body};
pub(crate) use get_producer::{GetProducer, get_producer};
pub(crate) use get_producer_lineage::{GetProducerLineage, get_producer_lineage};
pub(crate) use get_product::{GetProduct, get_product};
pub(crate) use get_product_file::{GetProductFile, get_product_file};
pub(crate) use get_product_file_upload::{GetProductFileUpload, get_product_file_upload};
pub(crate) use get_programme_record::{GetProgrammeRecord, get_programme_record};
pub(crate) use get_unit::{GetUnit, get_unit};
pub(crate) use get_unit_lineage::{GetUnitLineage, get_unit_lineage};
pub(crate) use get_unit_map::{GetUnitMap, get_unit_map};
pub(crate) use grant_producer_account::{GrantProducerAccount, grant_producer_account};
pub(crate) use judge_duplicate::{JudgeDuplicate, judge_duplicate};
pub(crate) use lift_legal_hold::{LiftLegalHold, lift_legal_hold};
pub(crate) use list_commune_overviews::{CommuneOverviews, ListCommuneOverviews, list_commune_overviews};
pub(crate) use list_import_rows::{ListImportRows, list_import_rows};
pub(crate) use list_imports::{ListImports, list_imports};
pub(crate) use list_leaders::{ListLeaders, list_leaders};
pub(crate) use list_legal_holds::{ListLegalHolds, list_legal_holds};
pub(crate) use list_management_bodies::{ListManagementBodies, list_management_bodies};
pub(crate) use list_officials::{ListOfficials, list_officials};
pub(crate) use list_person_reads::{ListPersonReads, list_person_reads};
pub(crate) use list_producer_accounts::{ListProducerAccounts, list_producer_accounts};
pub(crate) use list_producer_figures::{ListProducerFigures, list_producer_figures};
pub(crate) use list_producer_workers::{ListProducerWorkers, list_producer_workers};
pub(crate) use list_producers::{ListProducers, list_producers};
pub(crate) use list_product_certificates::{ListProductCertificates, list_product_certificates};
pub(crate) use list_product_files::{ListProductFiles, list_product_files};
pub(crate) use list_product_sets::{ListProductSets, list_product_sets};
pub(crate) use list_products::{ListProducts, list_products};
pub(crate) use list_programme_payments::{ListProgrammePayments, list_programme_payments};
pub(crate) use list_programme_records::{ListProgrammeRecords, list_programme_records};
pub(crate) use list_retention_rules::{ListRetentionRules, list_retention_rules};
pub(crate) use list_unit_changes::{ListUnitChanges, UnitChangesPage, list_unit_changes};
pub(crate) use list_unit_parts::{ListUnitParts, list_unit_parts};
pub(crate) use list_units::{ListUnits, UnitsPage, list_units};
pub(crate) use make_searchable::{MakeSearchable, make_searchable};
pub(crate) use merge_producers::{MergeProducers, merge_producers};
pub(crate) use place_legal_hold::{PlaceLegalHold, place_legal_hold};
pub(crate) use preview_unit_change::{Preview, PreviewUnitChange, preview_unit_change};
pub(crate) use publish_units::{PublishUnits, publish_units};
pub(crate) use record_producer_figures::{RecordProducerFigures, record_producer_figures};
pub(crate) use record_programme_payment::{RecordProgrammePayment, record_programme_payment};
pub(crate) use record_succession::{RecordSuccession, record_succession};
pub(crate) use remove_producer_workers::{RemoveProducerWorkers, remove_producer_workers};
pub(crate) use remove_product_file::{RemoveProductFile, remove_product_file};
pub(crate) use resolve_units::{ResolveUnits, ResolvedUnits, UnitAnswer, resolve_units};
pub(crate) use retire_management_body::{RetireManagementBody, retire_management_body};
pub(crate) use retire_producer::{RetireProducer, retire_producer};
pub(crate) use retire_product::{RetireProduct, retire_product};
pub(crate) use retire_programme_record::{RetireProgrammeRecord, retire_programme_record};
pub(crate) use reveal_legal_representative::{RevealLegalRepresentative, reveal_legal_representative};
pub(crate) use search::{Found, Search, search};
pub(crate) use set_legal_representative::{SetLegalRepresentative, set_legal_representative};
pub(crate) use summarize_programme_records::{SummarizeProgrammeRecords, summarize_programme_records};
pub(crate) use undo_import::{UndoImport, undo_import};
pub(crate) use undo_unit_change::{UndoUnitChange, undo_unit_change};
pub(crate) use update_management_body::{UpdateManagementBody, update_management_body};
pub(crate) use update_producer::{UpdateProducer, update_producer};
pub(crate) use update_product::{UpdateProduct, update_product};
pub(crate) use update_product_file::{UpdateProductFile, update_product_file};
pub(crate) use update_programme_record::{UpdateProgrammeRecord, update_programme_record};
pub(crate) use upload_import::upload_import;
pub(crate) use upload_product_file::upload_product_file;
