import Bytes

/// Recognises the known names. A name is at most four words long; its words are hashed into an open table, and one
/// comparison of whole words decides. A hit also proves the name to be a valid token, so the byte by byte check is left
/// for custom names.
///
/// The table is an array that each parser holds, because on Linux every read of a lazily made global is a call into
/// the runtime (`swift_once`), and this would be one for every field of every head.
struct HTTPKnownFieldTable: Sendable {
    /// A name as lower-case words, zero-filled.
    struct Key: Sendable, Equatable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0

        static let bytesMax = 32

        init() {}

        /// The key of 1...32 bytes at `start`.
        @inline(__always)
        init(_ bytes: borrowing Span<UInt8>, at start: Int, count: Int) {
            guard start > bytes.count &- Self.bytesMax else {
                let head = Self.vector(bytes.vector(at: start), count)
                (first, second) = (head.firstWord, head.lastWord)
                guard count > 16 else { return }
                let tail = Self.vector(bytes.vector(at: start &+ 16), count &- 16)
                (third, fourth) = (tail.firstWord, tail.lastWord)
                return
            }
            first = Self.part(bytes, at: start, left: count)
            if count > 8 { second = Self.part(bytes, at: start + 8, left: count - 8) }
            if count > 16 { third = Self.part(bytes, at: start + 16, left: count - 16) }
            if count > 24 { fourth = Self.part(bytes, at: start + 24, left: count - 24) }
        }

        /// The first `count` bytes in lower case, zero behind them.
        @inline(__always)
        private static func vector(_ bytes: ByteVector, _ count: Int) -> ByteVector {
            (bytes | ByteVector(repeating: 0x20)).replacing(
                with: 0, where: ByteVector.places .>= ByteVector(repeating: UInt8(truncatingIfNeeded: count)))
        }

        /// The next eight bytes of a name of which `left` are left.
        @inline(__always)
        private static func part(_ bytes: borrowing Span<UInt8>, at start: Int, left: Int) -> UInt64 {
            guard left < 8 else { return bytes.word(at: start).lowerCased }
            let mask = (UInt64(1) &<< UInt64(truncatingIfNeeded: left &* 8)) &- 1
            return bytes.word(at: start, count: left).lowerCased & mask
        }

        @inline(__always)
        var slot: Int {
            let mixed = (first ^ (second &* 3) ^ (third &* 5) ^ (fourth &* 7)) &* 0x9e37_79b9_7f4a_7c15
            return Int(truncatingIfNeeded: mixed &>> 55)
        }

        @inline(__always)
        static func == (left: Key, right: Key) -> Bool {
            (left.first ^ right.first) | (left.second ^ right.second) | (left.third ^ right.third)
                | (left.fourth ^ right.fourth) == 0
        }
    }

    struct Slot: Sendable {
        var key = Key()
        /// The raw value of the name, or `customToken` in an empty slot.
        var token = HTTPFieldEntry.customToken
    }

    /// 512 slots for at most 128 names, so that a probe seldom goes past its first slot and always meets an empty one.
    let slots: [Slot]

    static let shared = HTTPKnownFieldTable()

    private init() {
        var slots = Array(repeating: Slot(), count: 512)
        for name in HTTPKnownFieldName.allCases {
            var text: [UInt8] = []
            text.append(name.text)
            precondition(text.count <= Key.bytesMax, "a known name fits four words")
            let key = Key(text.span, at: 0, count: text.count)
            var index = key.slot
            while slots[index].token != HTTPFieldEntry.customToken { index = (index + 1) & 511 }
            slots[index] = Slot(key: key, token: name.rawValue)
        }
        self.slots = slots
    }

    /// The token of the name at `start`, or `customToken`.
    @inline(__always)
    static func token(
        in slots: borrowing Span<Slot>, of bytes: borrowing Span<UInt8>, at start: Int, count: Int
    ) -> UInt8 {
        guard 1...Key.bytesMax ~= count else { return HTTPFieldEntry.customToken }
        let key = Key(bytes, at: start, count: count)
        var index = key.slot
        while slots[index].token != HTTPFieldEntry.customToken {
            if slots[index].key == key { return slots[index].token }
            index = (index + 1) & 511
        }
        return HTTPFieldEntry.customToken
    }
}

extension HTTPKnownFieldName {
    /// The known name spelled by `bytes` in any case, or nil.
    init?(spelled bytes: borrowing Span<UInt8>) {
        let slots = HTTPKnownFieldTable.shared.slots
        self.init(rawValue: HTTPKnownFieldTable.token(in: slots.span, of: bytes, at: 0, count: bytes.count))
    }
}
