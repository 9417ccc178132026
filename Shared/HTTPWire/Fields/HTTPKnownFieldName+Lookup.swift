import Bytes

/// Recognises the known names. A name is at most four words long; its words and its length are hashed into an open
/// table built once per process, and one comparison of whole words decides. A hit also proves the name to be a valid
/// token, so the byte by byte check is left for custom names.
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
            first = Self.part(bytes, at: start, left: count)
            if count > 8 { second = Self.part(bytes, at: start + 8, left: count - 8) }
            if count > 16 { third = Self.part(bytes, at: start + 16, left: count - 16) }
            if count > 24 { fourth = Self.part(bytes, at: start + 24, left: count - 24) }
        }

        @inline(__always)
        private static func part(_ bytes: borrowing Span<UInt8>, at start: Int, left: Int) -> UInt64 {
            let count = min(left, 8)
            let word = bytes.word(at: start, count: count).lowerCased
            return count == 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
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

    /// 512 slots for at most 128 names, so a probe seldom goes past its first slot and always meets an empty one.
    private var tokens = InlineArray<512, UInt8>(repeating: HTTPFieldEntry.customToken)
    private var keys: InlineArray<128, Key>

    init() {
        keys = InlineArray(repeating: Key())
        for name in HTTPKnownFieldName.allCases {
            var text: [UInt8] = []
            text.append(name.text)
            precondition(text.count <= Key.bytesMax, "a known name fits four words")
            let key = Key(text.span, at: 0, count: text.count)
            keys[Int(name.rawValue)] = key
            var slot = key.slot
            while tokens[slot] != HTTPFieldEntry.customToken { slot = (slot + 1) & 511 }
            tokens[slot] = name.rawValue
        }
    }

    static let shared = HTTPKnownFieldTable()

    /// The token of the name at `start`, or `customToken`.
    @inline(__always)
    func token(_ bytes: borrowing Span<UInt8>, at start: Int, count: Int) -> UInt8 {
        guard 1...Key.bytesMax ~= count else { return HTTPFieldEntry.customToken }
        let key = Key(bytes, at: start, count: count)
        var slot = key.slot
        while true {
            let token = tokens[slot]
            guard token < 128 else { return HTTPFieldEntry.customToken }
            if keys[Int(token)] == key { return token }
            slot = (slot + 1) & 511
        }
    }
}

extension HTTPKnownFieldName {
    /// The known name spelled by `bytes` in any case, or nil.
    init?(spelled bytes: borrowing Span<UInt8>) {
        self.init(rawValue: HTTPKnownFieldTable.shared.token(bytes, at: 0, count: bytes.count))
    }
}
