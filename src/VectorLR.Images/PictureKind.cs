namespace VectorLR.Images;

/// <summary>The image formats that are read.</summary>
internal enum PictureKind
{
    Png,
    Jpeg,
    Webp,
    Bmp,
}
