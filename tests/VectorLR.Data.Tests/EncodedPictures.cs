namespace VectorLR.Data.Tests;

/// <summary>Pictures that other encoders made.</summary>
internal static class EncodedPictures
{
    /// <summary>40 x 24 pixels, noise on waves, in ten scans; libjpeg-turbo 2.1, as Pillow 9.4 calls it.</summary>
    public static byte[] ProgressiveJpeg => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO"
        + "UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
        + "T09PT09PT0//wgARCAAYACgDASIAAhEBAxEB/8QAGQABAAMBAQAAAAAAAAAAAAAAAAIDBAEF/8QAFwEAAwEAAAAAAAAAAAAAAAAA"
        + "AQMEBf/aAAwDAQACEAMQAAAB9mcZqTGq6mWrM6D9EzSyeVEtWYB//8QAGBABAQEBAQAAAAAAAAAAAAAAAQAQAhH/2gAIAQEAAQUC"
        + "NbqNZhvcWW//xAAXEQEBAQEAAAAAAAAAAAAAAAAAAgES/9oACAEDAQE/AZpFOkoY/8QAGBEAAwEBAAAAAAAAAAAAAAAAAAECERL/"
        + "2gAIAQIBAT8BuRycloaMP//EABQQAQAAAAAAAAAAAAAAAAAAADD/2gAIAQEABj8Cf//EABgQAQEBAQEAAAAAAAAAAAAAAAEAEBEg"
        + "/9oACAEBAAE/IRckjDHZ84Xa/9oADAMBAAIAAwAAABDi87wIL//EABURAQEAAAAAAAAAAAAAAAAAABAB/9oACAEDAQE/EDYdD//E"
        + "ABYRAQEBAAAAAAAAAAAAAAAAAAEAEf/aAAgBAgEBPxBptilFsC//xAAbEAACAwEBAQAAAAAAAAAAAAAAAREhMUFhkf/aAAgBAQAB"
        + "PxBPRK0RqWa0eIy3pZDz36MoY+2hEWQat2T02b2TH//Z");

    /// <summary>64 x 64 pixels; libwebp 1.2.</summary>
    public static byte[] LossyWebp => Convert.FromBase64String(
        "UklGRhYBAABXRUJQVlA4IAoBAACQCQCdASpAAEAAPu1srE+/sKQiLBgLM/AdiWYAp0cEyZF/wxediotM/EcDwEhzW1X5Xq3nKoJv"
        + "uBGQ/ITLgpv3FDnIUXDdoThmPGH4Te707gMIyKnAAP7vcc0Ek6jOdNhFUc/SW7ts88+s9e/qRmBz8daoIoeqLzh31/uV8ndnL6k7"
        + "dF3DXGPBGlsgYeaDHX96P5uLur7L16ONl2HIn66TzesulxHo/lI2c3Gn5/OlA7M1sThFmy0DLVgjuAdpbEZ4u4hN7ZtK1Jl/rv2u"
        + "YFHxcJPxQ5x8ZL9Uk1A9ufNsDY7L2JtnF1sRjyd+6Adw/Ym/iZa0OHmFkc0DgLbJCt/GbVzR2by1CyMAAA==");

    /// <summary>20 x 16 pixels; libwebp 1.2.</summary>
    public static byte[] LosslessWebp => Convert.FromBase64String(
        "UklGRr4CAABXRUJQVlA4TLECAAAvE8ADAAkyadvQ13aL6H/8/C1Cbds2jPv/x2YOlLZtwAQX9f9bV/8DAv/zogBiADBtGzQQJoQ0"
        + "/f+zXrB3WZaANyAGANq2kQDt7PX/Af0tq45kEBhibbttG4AASJCqx95/GW+T3iNWMOLp75FjtorzkGVkOkAZlPPTzPcTXh3SLp/h"
        + "P6Viz4+L3dV18q/080wLwK5qkC1DGoKaJgTw1WfQ/SSjsMcqWqK6gl+VzTn+MdfywTNU9g7dn6Z0C4xBm1pWWUY5aF/Q/+pytwMo"
        + "5uQcJhJIWQ4wupj8t7H5tw9KNH0cM0omvwaMsdgDAceyKSF9Tgm4/eJhpnUU9Qt8Pdgj/1DLm6RlzwuUg9GeGX50tmtBmNls3sHd"
        + "UeuknQmZGhe5T/PT2T38ZAYLwZ+NCKNbCFf0qJYim67QfuumvU+buOvCpiAQ1t/+w4PSbI5CVpRlCZbFl8BJLXnELZCHIOgh1UmS"
        + "GQ5Lb9yPPam+TrSZgh740nWH1YIt3RXGxTvRUCxuIojilwYAumPgdkJB+qNI1kxhXZSy/hsYTwQpwnryZRHRhnpZvsWz43nzMrc6"
        + "9GUAIWPQ6CaC9qUYe5yTl+NsMbS0I+QBl6qXpPoT8DgRU4yD5zIiFP1nGuEq6CLTs2QLI4Vk0obunnwE0rjkOzr4ZJIsuFla5Zbl"
        + "WLfMXalbLzibtb3k6IqXZ5Z6Bccz4NKrj8OL+6ORvr0/pSfp2fbWx9hzglN4F6O48PMV2TkJzf5DYRJVFDigX9QEDnf8Iwrm+bZT"
        + "vcRWIUZBUIxfhaLUVoohCDYey1Q60ebRbAZBdSMVMAGuO+6n1K2NZUGiaqyps/VKMWw0OEpC3I7OztVURK5YAFgzE5z9PwAv5mx2"
        + "g6b/F8cK4VP+ivnhdrE6ZpXpwz/A7wG2kGbosgJ/P91aAAA=");
}
