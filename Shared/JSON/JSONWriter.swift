import Bytes
import Identifiers

/// The way out: bytes are appended as the values come, without a tree in between.
@usableFromInline
struct JSONWriter: ~Copyable {
    @usableFromInline var bytes: [UInt8]
    let side: JSONSide
    let maskingAbove: DataClassification?
    /// The discriminator of a tagged union, as `"name":"value"`, which the record about to be written begins with.
    var tag: [UInt8] = []

    init(appendingTo bytes: [UInt8], side: JSONSide, maskingAbove: DataClassification?) {
        self.bytes = bytes
        self.side = side
        self.maskingAbove = maskingAbove
    }

    /// Appends a string with its quotes and escapes.
    @usableFromInline
    mutating func quote(_ text: String) {
        appendQuoted(text, to: &bytes)
    }

    /// Appends a byte as it is.
    @inlinable
    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }
}
