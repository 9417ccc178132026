/// Every bound the HTTP/1.1 machines keep, with its unit. One past any of them is a fault with the status named here;
/// what is exactly at the limit is accepted.
public struct HTTPWireLimits: Sendable, Equatable {
    /// Bytes of the request line or status line without its line end; a longer one is 414 (400 when the method is
    /// already too long). The RFC asks for at least 8000.
    public var startLineBytesMax = 8192
    /// Bytes of a method; a longer one is 400.
    public var methodBytesMax = 32
    /// Bytes of one field line without its line end; a longer one is 431.
    public var fieldLineBytesMax = 8192
    /// Bytes of all field lines with their line ends; more is 431.
    public var fieldSectionBytesMax = 32 * 1024
    /// Field lines in one head; more is 431.
    public var fieldsMax = 100
    /// Bytes of a body unless `setBodyLimit` says otherwise for one message; more is 413.
    public var bodyBytesMax = 10 * 1024 * 1024
    /// Hexadecimal digits of one chunk size; more is 400.
    public var chunkSizeDigitsMax = 16
    /// Bytes of all chunk extensions of one body; more is 400.
    public var chunkExtensionBytesMax = 4096
    /// Bytes of all trailer lines with their line ends; more is 431.
    public var trailerSectionBytesMax = 8192
    /// Trailer lines of one body; more is 431.
    public var trailersMax = 32
    /// Interim responses before the response itself; more is a broken upstream.
    public var informationalsMax = 8

    /// Bytes of a head or of trailers that the table of fields can describe, with room to spare.
    static let sectionBytesCeiling = 1 << 30

    /// The same limits; limits past what a parser can describe are a mistake of ours and trap.
    func checked() -> HTTPWireLimits {
        for bytes in [startLineBytesMax, fieldLineBytesMax, fieldSectionBytesMax, trailerSectionBytesMax] {
            precondition(0...Self.sectionBytesCeiling ~= bytes, "limits of a head stay below 1 GiB")
        }
        return self
    }

    /// The defaults, each of which can be set afterwards.
    public init() {}
}
