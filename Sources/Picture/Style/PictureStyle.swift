/// The styles of the picture, as UTF-8: parts of the one stylesheet of the pages.
public enum PictureStyle {
    /// The colours of all pages, for light and dark screens.
    public static var palette: [UInt8] { PackageResources.palette_css }
    /// The rules of the picture, its tables and its list of instants.
    public static var rules: [UInt8] { PackageResources.picture_css }
}
