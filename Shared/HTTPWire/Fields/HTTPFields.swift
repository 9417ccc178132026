import Bytes

/// The field lines of a head, in the order they came. All of them live in **one** byte array, as `Name: value` lines
/// with their line ends, and a table of sixteen-byte entries says where each name and value is. A parsed head hands
/// its bytes over as they were, so that a proxy forwards a run of fields with one copy and no value becomes a
/// `String` unless someone asks.
///
/// Names and values are checked when they come in, by the parser or by `append`; whatever is in here may be written
/// to a peer without another look. Taking a field away leaves its bytes where they were, which is fine for the life of
/// a message.
public struct HTTPFields: Sendable {
    /// The text that the ranges of `HTTPFieldLine` point into. For a parsed request it also holds the request line.
    public internal(set) var bytes: [UInt8]
    @usableFromInline var entries: [HTTPFieldEntry]
    /// The known names of which there is at least one line.
    public internal(set) var present: HTTPFieldNameSet

    /// Bytes of the longest name the table can describe.
    static let nameBytesMax = Int(UInt16.max)
    /// Bytes of all lines that the table can describe.
    static let bytesMax = Int(UInt32.max)

    /// No fields.
    public init() {
        bytes = []
        entries = []
        present = HTTPFieldNameSet()
    }

    /// No fields, with room for a head of `count` lines and about `bytes` bytes.
    public init(reservingLines count: Int, bytes capacity: Int) {
        self.init()
        bytes.reserveCapacity(capacity)
        entries.reserveCapacity(count)
    }

    init(bytes: [UInt8], entries: [HTTPFieldEntry], present: HTTPFieldNameSet) {
        self.bytes = bytes
        self.entries = entries
        self.present = present
    }
}

/// Where one field line is inside `HTTPFields.bytes`.
public struct HTTPFieldLine: Sendable, Equatable {
    /// The known name, or nil for a custom one.
    public let known: HTTPKnownFieldName?
    /// The name as the sender spelled it.
    public let name: Range<Int>
    /// The value without surrounding white space.
    public let value: Range<Int>

    @inlinable
    init(_ entry: HTTPFieldEntry) {
        known = HTTPKnownFieldName(rawValue: entry.token)
        name = entry.name
        value = entry.value
    }
}

/// The stored form of a field line.
@usableFromInline
struct HTTPFieldEntry: Sendable {
    @usableFromInline let nameStart: UInt32
    @usableFromInline let valueStart: UInt32
    @usableFromInline let valueCount: UInt32
    @usableFromInline let nameCount: UInt16
    /// The raw value of the known name, or `customToken`.
    @usableFromInline let token: UInt8
    /// Whether the bytes are exactly `Name: value` and a line end, so that the line can be forwarded as it is.
    @usableFromInline let isCanonical: Bool

    @usableFromInline static let customToken: UInt8 = 255

    @inline(__always)
    init(nameStart: Int, nameCount: Int, valueStart: Int, valueCount: Int, token: UInt8, isCanonical: Bool) {
        self.nameStart = UInt32(truncatingIfNeeded: nameStart)
        self.nameCount = UInt16(truncatingIfNeeded: nameCount)
        self.valueStart = UInt32(truncatingIfNeeded: valueStart)
        self.valueCount = UInt32(truncatingIfNeeded: valueCount)
        self.token = token
        self.isCanonical = isCanonical
    }

    @inlinable var name: Range<Int> { Int(nameStart)..<(Int(nameStart) + Int(nameCount)) }
    @inlinable var value: Range<Int> { Int(valueStart)..<(Int(valueStart) + Int(valueCount)) }
    /// Where the next line begins when this one is canonical.
    @inlinable var lineEnd: Int { Int(valueStart) + Int(valueCount) + 2 }
}

extension HTTPFields: RandomAccessCollection {
    /// The first line.
    @inlinable public var startIndex: Int { 0 }
    /// Past the last line; also the number of lines.
    @inlinable public var endIndex: Int { entries.count }

    /// Where line number `index` is.
    @inlinable
    public subscript(index: Int) -> HTTPFieldLine {
        HTTPFieldLine(entries[index])
    }
}

extension HTTPFields: Equatable {
    /// The same names (in any case) with the same values in the same order.
    public static func == (left: HTTPFields, right: HTTPFields) -> Bool {
        guard left.count == right.count else { return false }
        let leftBytes = left.bytes.span
        let rightBytes = right.bytes.span
        for index in left.indices {
            let (a, b) = (left[index], right[index])
            guard a.known == b.known,
                HTTPFieldSyntax.areEqual(leftBytes.extracting(a.name), rightBytes.extracting(b.name)),
                leftBytes.extracting(a.value).hasSameBytes(as: rightBytes.extracting(b.value))
            else { return false }
        }
        return true
    }
}

extension HTTPFields: CustomStringConvertible {
    /// The number of lines and nothing of what they say, so that it is safe in a log.
    public var description: String { "\(count) fields" }
}
