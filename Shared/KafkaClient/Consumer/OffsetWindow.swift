/// Which records of one partition were handed out, which of them are finished, and up to where that leaves no gap.
///
/// Records finish in any order, but only the offset before which everything is finished may be committed: a committed
/// offset says that nothing below it will ever be looked at again.
public struct OffsetWindow: Sendable, Equatable {
    /// What may be committed: the offset to go on from. nil while nothing is known about the partition.
    public private(set) var position: Int64?
    /// Records handed out and neither finished nor released.
    public private(set) var outstanding = 0

    /// Records between the position and the last one handed out. One that takes long makes it grow, however quickly
    /// the others finish.
    public var length: Int { entries.count - head }

    private var entries: [Entry] = []
    private var head = 0

    private struct Entry: Sendable, Equatable {
        let offset: Int64
        var state: State
    }

    private enum State: Sendable, Equatable {
        case outstanding
        case finished
        /// Given back unhandled: whoever gets the partition next must see it again.
        case released
    }

    /// A partition to be read from `position` on.
    public init(from position: Int64? = nil) {
        self.position = position
    }

    /// Notes that a record is handed out. Offsets rise, with gaps where the log has them; false for one that does not.
    public mutating func begin(_ offset: Int64) -> Bool {
        guard offset >= 0, offset < .max, offset > entries.last?.offset ?? (position ?? 0) - 1 else { return false }
        if position == nil { position = offset }
        entries.append(Entry(offset: offset, state: .outstanding))
        outstanding += 1
        return true
    }

    /// Notes that a record is dealt with. False for one that is not outstanding.
    public mutating func finish(_ offset: Int64) -> Bool {
        guard let index = index(of: offset), entries[index].state == .outstanding else { return false }
        entries[index].state = .finished
        outstanding -= 1
        while head < entries.count, entries[head].state == .finished {
            position = entries[head].offset + 1
            head += 1
        }
        if head == entries.count || head >= Self.compactAfter {
            // Once all are gone the position alone says what the next one must lie beyond.
            entries.removeFirst(head)
            head = 0
        }
        return true
    }

    /// Notes that a record is given back unhandled: the position stays before it. False for one not outstanding.
    public mutating func release(_ offset: Int64) -> Bool {
        guard let index = index(of: offset), entries[index].state == .outstanding else { return false }
        entries[index].state = .released
        outstanding -= 1
        return true
    }

    private static let compactAfter = 256

    /// Where an offset stands; entries are in order.
    private func index(of offset: Int64) -> Int? {
        var low = head
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].offset == offset ? low : nil
    }
}
