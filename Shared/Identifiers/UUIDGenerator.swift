/// Makes version 7 ids, strictly increasing for as long as one generator makes them, even within a millisecond and
/// even when the clock steps back.
///
/// Each owner (a loop, a connection) keeps its own and pays no synchronization; where increasing order must hold for
/// the whole process, one generator goes behind a `Mutex`. The 12 bits after the version count within a millisecond:
/// they start in the lower half at random and a full counter borrows the next millisecond.
///
/// The random bits come from a small fast generator seeded once from a true source. They make ids unique, not
/// unguessable: an id is never a secret, and nothing here may serve as one.
public struct UUIDGenerator: Sendable {
    private var random: FastRandom
    private var milliseconds: UInt64 = 0
    private var counter: UInt64 = 0

    private static let counterMax: UInt64 = 0xFFF
    private static let millisecondsMax: UInt64 = 0xFFFF_FFFF_FFFF

    /// Seeds the generator from `source`; services pass `SystemRandomNumberGenerator()`, tests a fixed sequence.
    public init(seededFrom source: inout some RandomNumberGenerator) {
        random = FastRandom(seededFrom: &source)
    }

    /// The next id at `now`, greater than every id this generator made before.
    public mutating func next(at now: Timestamp) -> UUID128 {
        let present = min(UInt64(clamping: now.millisecondsSinceEpoch), Self.millisecondsMax)
        if present > milliseconds {
            milliseconds = present
            counter = random.next() & (Self.counterMax >> 1)
        } else if counter < Self.counterMax {
            counter += 1
        } else {
            milliseconds = min(milliseconds + 1, Self.millisecondsMax)
            counter = 0
        }
        return UUID128(
            high: milliseconds << 16 | 0x7000 | counter,
            low: 0x8000_0000_0000_0000 | random.next() >> 2)
    }
}
