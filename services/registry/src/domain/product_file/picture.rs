//! Thumbnails of pictures: upright, on white, without anything but the picture.
//!
//! What is decoded was sent by somebody. How many pixels it has is looked at before memory is taken for them, and a
//! decoder takes no more than its share; whoever calls this does so away from the threads that answer calls, and for one
//! picture at a time.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use platform::blobs::MediaType;

/// Longest side of a large thumbnail, in pixels: a screen of a telephone.
const LARGE_SIDE: u32 = 960;
/// Longest side of a small thumbnail, in pixels: a line of a list.
const SMALL_SIDE: u32 = 320;
/// Quality of a thumbnail, of 100: where eyes begin to find nothing wrong.
const QUALITY: u8 = 82;
/// Most bytes that a picture may have decoded: 53 million pixels in colour, 40 million with transparency.
const MOST_DECODED_BYTES: u64 = 160 * 1024 * 1024;
/// Most bytes that a decoder may take besides.
const MOST_WORKING_BYTES: u64 = 192 * 1024 * 1024;
/// The same as people count: what a refusal names.
pub(crate) const MOST_MEGAPIXELS: u32 = 40;

/// What is made of a picture.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Thumbnails {
    /// Width and height of the original in pixels, held upright.
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// JPEGs.
    pub(crate) large: Vec<u8>,
    pub(crate) small: Vec<u8>,
}

/// Why nothing is made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// It is broken, or of a kind that is not decoded.
    Broken,
    /// It has too many pixels.
    TooLarge,
}

impl From<ImageError> for Undecodable {
    fn from(error: ImageError) -> Self {
        if matches!(error, ImageError::Limits(_)) { Self::TooLarge } else { Self::Broken }
    }
}

/// Makes the thumbnails of a picture; the same picture always gives the same bytes.
pub(crate) fn thumbnails(content: &[u8], media_type: MediaType) -> Result<Thumbnails, Undecodable> {
    let format = match media_type {
        MediaType::Jpeg if jpeg_ends(content) => ImageFormat::Jpeg,
        MediaType::Png => ImageFormat::Png,
        MediaType::WebP => ImageFormat::WebP,
        _ => return Err(Undecodable::Broken),
    };
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_WORKING_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    if decoder.total_bytes() > MOST_DECODED_BYTES {
        return Err(Undecodable::TooLarge);
    }
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // Made small before it is turned: a second picture of the full size is never in memory.
    let mut large = fitted(DynamicImage::from_decoder(decoder)?, LARGE_SIDE);
    large.apply_orientation(orientation);
    let large = DynamicImage::from(on_white(large));
    let (width, height) = if lies(orientation) { (height, width) } else { (width, height) };
    let encoded = encode(&large)?;
    Ok(Thumbnails { width, height, large: encoded, small: encode(&fitted(large, SMALL_SIDE))? })
}

/// True if a picture of the orientation is stored on its side.
fn lies(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// True if the picture itself has an end: decoders fill what is missing with grey. A photograph inside the header has an
/// end of its own, so it is looked for behind the header.
fn jpeg_ends(content: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = content.get(at..at + 4) {
        if *marker == START_OF_SCAN {
            return content[at..].windows(2).any(|two| two == b"\xff\xd9");
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
    false
}

/// The picture no larger than a side.
fn fitted(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side { picture } else { picture.thumbnail(side, side) }
}

/// The picture without transparency.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut opaque = RgbImage::new(picture.width(), picture.height());
    for (to, from) in opaque.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let over = |colour: u32| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        *to = Rgb([over(red), over(green), over(blue)]);
    }
    opaque
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, Undecodable> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> DynamicImage {
        let colour = |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
        RgbImage::from_fn(width, height, colour).into()
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    }

    fn read(bytes: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).expect("a JPEG").into_rgb8()
    }

    /// The JPEG with an orientation and a secret, as telephones write them (Exif 2.3, 4.6).
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"21.386N 103.023E");
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn each_kind_of_picture_is_made_small_and_never_larger() {
        for (format, media_type) in [
            (ImageFormat::Jpeg, MediaType::Jpeg),
            (ImageFormat::Png, MediaType::Png),
            (ImageFormat::WebP, MediaType::WebP),
        ] {
            let made = thumbnails(&written(&halves(1200, 600), format), media_type).expect("made");
            assert_eq!((made.width, made.height), (1200, 600));
            assert_eq!((read(&made.large).dimensions(), read(&made.small).dimensions()), ((960, 480), (320, 160)));
            let tiny = thumbnails(&written(&halves(40, 30), format), media_type).expect("made");
            assert_eq!((read(&tiny.large).dimensions(), read(&tiny.small).dimensions()), ((40, 30), (40, 30)));
        }
    }

    #[test]
    fn a_thumbnail_stands_upright_and_tells_nothing() {
        let lying = with_exif(&written(&halves(1200, 600), ImageFormat::Jpeg), 6);
        let made = thumbnails(&lying, MediaType::Jpeg).expect("made");
        assert_eq!((made.width, made.height), (600, 1200));
        let large = read(&made.large);
        assert_eq!(large.dimensions(), (480, 960));
        // What was left is above now.
        assert!(large.get_pixel(240, 100).0[0] > 200 && large.get_pixel(240, 860).0[2] > 200);
        let told = |bytes: &[u8]| bytes.windows(4).any(|window| window == b"Exif" || window == b"103.");
        assert!(told(&lying) && !told(&made.large) && !told(&made.small));
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        let clear = RgbaImage::from_pixel(64, 64, Rgba([0, 0, 0, 0]));
        let made = thumbnails(&written(&clear.into(), ImageFormat::Png), MediaType::Png).expect("made");
        assert_eq!(read(&made.small).get_pixel(32, 32).0, [255, 255, 255]);
    }

    #[test]
    fn the_same_picture_gives_the_same_bytes() {
        let content = written(&halves(1200, 600), ImageFormat::Jpeg);
        assert_eq!(thumbnails(&content, MediaType::Jpeg), thumbnails(&content, MediaType::Jpeg));
    }

    #[test]
    fn a_broken_picture_is_none() {
        for (format, media_type) in [
            (ImageFormat::Jpeg, MediaType::Jpeg),
            (ImageFormat::Png, MediaType::Png),
            (ImageFormat::WebP, MediaType::WebP),
        ] {
            let whole = written(&halves(400, 300), format);
            for cut in [12, whole.len() / 2, whole.len() - 30] {
                let made = thumbnails(&whole[..cut], media_type);
                assert_eq!(made, Err(Undecodable::Broken), "{media_type:?} cut at {cut} of {}", whole.len());
            }
        }
        // Its photograph in the header is whole, it itself is not.
        let whole = with_exif(&written(&halves(400, 300), ImageFormat::Jpeg), 1);
        let header = [&whole[..2], b"\xff\xe2\0\x06\xff\xd9\xff\xd9", &whole[2..whole.len() - 30]].concat();
        assert_eq!(thumbnails(&header, MediaType::Jpeg), Err(Undecodable::Broken));
        assert_eq!(thumbnails(b"%PDF-1.7\n", MediaType::Pdf), Err(Undecodable::Broken));
    }

    /// A few bytes that want ten gigabytes.
    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        let mut png = written(&halves(8, 8), ImageFormat::Png);
        png[16..24].copy_from_slice(&[60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat());
        let checked = crc(&png[12..29]).to_be_bytes();
        png[29..33].copy_from_slice(&checked);
        assert_eq!(thumbnails(&png, MediaType::Png), Err(Undecodable::TooLarge));
        let mut jpeg = written(&halves(8, 8), ImageFormat::Jpeg);
        let frame = jpeg.windows(2).position(|two| two == b"\xff\xc0").expect("a frame");
        jpeg[frame + 5..frame + 9].copy_from_slice(&[60_000_u16.to_be_bytes(), 60_000_u16.to_be_bytes()].concat());
        assert_eq!(thumbnails(&jpeg, MediaType::Jpeg), Err(Undecodable::TooLarge));
    }

    /// The check of a PNG's chunk (PNG 5.5).
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        };
        !bytes.iter().fold(!0, step)
    }
}
