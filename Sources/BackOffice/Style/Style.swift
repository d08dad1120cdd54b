import Crypto
import HTML
import Picture

/// The stylesheet of all pages, and their icon.
public enum Style {
    /// The stylesheet: the palette, the rules of all pages, and those of the picture.
    public static let sheet = PictureStyle.palette + PackageResources.back_office_css + PictureStyle.rules

    /// The icon, as SVG.
    public static let iconBytes: [UInt8] = Array(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0e4f6e"/>\
        <path d="M3 12V4l5 5 5-5v8" fill="none" stroke="#fff" stroke-width="2"/></svg>
        """.utf8)

    /// A fingerprint of the stylesheet, for its address: browsers cache the stylesheet for ever.
    public static let mark = SHA256.hash(data: sheet).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

    static let address = PageAddress("style.css").setting("v", to: mark)

    static let icon: HTML = "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n"
}
