/// Ways for the same bytes to arrive. They follow from the bytes alone, so that an input reproduces what it did and
/// remains plain protocol, which a person can read and a table test can take over.
struct FuzzSplits {
    private var state: UInt64

    init(of input: [UInt8]) {
        // FNV-1a: any mixing would do.
        state = input.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Ends of the pieces: each byte alone, then twice at random places, sometimes with empty pieces among them.
    static func ways(of input: [UInt8]) -> [[Int]] {
        var splits = FuzzSplits(of: input)
        return [
            Array(1..<max(input.count, 1)) + [input.count],
            splits.next(pieces: 2, count: input.count),
            splits.next(pieces: 5, count: input.count),
        ]
    }

    private mutating func next(pieces: Int, count: Int) -> [Int] {
        var ends: [Int] = []
        for _ in 1..<pieces {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            ends.append(Int(truncatingIfNeeded: state >> 33) % (count + 1))
        }
        return ends.sorted() + [count]
    }
}
