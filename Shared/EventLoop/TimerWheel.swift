/// A hierarchical timing wheel: six wheels of 64 slots, the first turning once in 64 ticks (milliseconds), each next
/// one 64 times slower. Arming, disarming and firing are O(1); a slot of a slow wheel is dealt out to the faster ones
/// when its time comes. Pure: it knows no clock, only ticks it is told of, so every rule is tested without waiting.
///
/// A timer is registered once, keeps its action, and is armed and disarmed as often as wanted: a connection's idle
/// timer costs a few stores a request. A tick more than `reach` (a year) away is filed as if it were at `reach`, and
/// filed again when that comes.
struct TimerWheel {
    static let levels = 6
    static let slotBits: UInt64 = 6
    static let slots = 64
    /// Half a turn of the slowest wheel, so that a slot ahead can never be mistaken for one behind.
    static let reach: UInt64 = 1 << (slotBits * UInt64(levels) - 1)

    private struct Entry {
        var tick: UInt64 = 0
        var previous: Int32 = none
        var next: Int32 = none
        var list: Int32 = none
        var generation: UInt32 = 0
    }

    /// The list after the last slot holds what is due and not yet handed out.
    private static let dueList = Int32(levels * slots)
    private static let none: Int32 = -1

    private var entries: [Entry] = []
    /// What each entry does, apart from its links, so that moving an entry counts no references.
    private var actions: [(() -> Void)?] = []
    private var free: [Int32] = []
    private var heads = [Int32](repeating: none, count: levels * slots + 1)
    private var occupied: [UInt64] = .init(repeating: 0, count: levels)
    private(set) var armedCount = 0

    /// The tick up to which everything due has been handed out.
    private(set) var elapsed: UInt64 = 0

    init(at tick: UInt64 = 0) {
        elapsed = tick
    }

    mutating func register(_ action: @escaping () -> Void) -> TimerID {
        if let index = free.popLast() {
            actions[Int(index)] = action
            return TimerID(index: index, generation: entries[Int(index)].generation)
        }
        entries.append(Entry())
        actions.append(action)
        return TimerID(index: Int32(entries.count - 1), generation: 0)
    }

    /// Forgets the timer; its id means nothing afterwards.
    mutating func unregister(_ id: TimerID) {
        guard isCurrent(id) else { return }
        disarm(id)
        actions[Int(id.index)] = nil
        entries[Int(id.index)].generation &+= 1
        free.append(id.index)
    }

    /// Sets the timer to go off at `tick`, or at the next advance if that has passed; replaces an earlier setting.
    mutating func arm(_ id: TimerID, at tick: UInt64) {
        guard isCurrent(id) else { return }
        disarm(id)
        entries[Int(id.index)].tick = tick
        link(id.index, into: list(for: tick))
        armedCount += 1
    }

    mutating func disarm(_ id: TimerID) {
        guard isCurrent(id), entries[Int(id.index)].list != Self.none else { return }
        unlink(id.index)
        armedCount -= 1
    }

    /// The tick by which `popDue` must be called again: never later than the first timer, perhaps earlier, when a
    /// slot of a slower wheel has to be dealt out.
    var nextTick: UInt64? {
        if heads[Int(Self.dueList)] != Self.none { return elapsed }
        return nextOccupied()?.tick
    }

    /// Takes one timer that is due at `now`, in the order of their ticks, and gives its action; nil when none is left.
    mutating func popDue(at now: UInt64) -> (id: TimerID, action: () -> Void)? {
        while true {
            let first = heads[Int(Self.dueList)]
            if first != Self.none {
                unlink(first)
                armedCount -= 1
                guard let action = actions[Int(first)] else { continue }
                return (TimerID(index: first, generation: entries[Int(first)].generation), action)
            }
            guard let slot = nextOccupied(), slot.tick <= now else {
                elapsed = max(elapsed, now)
                return nil
            }
            elapsed = max(elapsed, slot.tick)
            deal(slot.list)
        }
    }

    /// Empties a slot whose time has come: what is due moves to the due list, the rest to faster wheels.
    private mutating func deal(_ list: Int32) {
        var index = heads[Int(list)]
        while index != Self.none {
            let next = entries[Int(index)].next
            unlink(index)
            link(index, into: self.list(for: entries[Int(index)].tick))
            index = next
        }
    }

    /// The wheel and slot for a tick: the wheel is given by the highest bit in which the tick differs from now.
    private func list(for tick: UInt64) -> Int32 {
        guard tick > elapsed else { return Self.dueList }
        let tick = min(tick, elapsed + Self.reach)
        let differing = (tick ^ elapsed) | UInt64(Self.slots - 1)
        let level = min(UInt64(63 - differing.leadingZeroBitCount) / Self.slotBits, UInt64(Self.levels - 1))
        let slot = (tick >> (level * Self.slotBits)) & UInt64(Self.slots - 1)
        return Int32(level) * Int32(Self.slots) + Int32(slot)
    }

    /// The occupied slot whose time comes first: in the fastest wheel that has one, the first ahead of the hand.
    private func nextOccupied() -> (list: Int32, tick: UInt64)? {
        for level in 0..<Self.levels where occupied[level] != 0 {
            let shift = UInt64(level) * Self.slotBits
            let current = (elapsed >> shift) & UInt64(Self.slots - 1)
            let rotated = rotateRight(occupied[level], by: current)
            let ahead = UInt64(rotated.trailingZeroBitCount)
            let slot = (current + ahead) & UInt64(Self.slots - 1)
            let start = ((elapsed >> shift) + ahead) << shift
            return (Int32(level) * Int32(Self.slots) + Int32(slot), max(start, elapsed))
        }
        return nil
    }

    private mutating func link(_ index: Int32, into list: Int32) {
        let head = heads[Int(list)]
        entries[Int(index)].list = list
        entries[Int(index)].next = Self.none
        if head == Self.none {
            entries[Int(index)].previous = index
            heads[Int(list)] = index
            if list != Self.dueList { occupied[Int(list) / Self.slots] |= 1 << UInt64(Int(list) % Self.slots) }
        } else {
            // The head's `previous` is the list's tail, so that equal ticks fire in the order they were armed.
            let tail = entries[Int(head)].previous
            entries[Int(tail)].next = index
            entries[Int(index)].previous = tail
            entries[Int(head)].previous = index
        }
    }

    private mutating func unlink(_ index: Int32) {
        let entry = entries[Int(index)]
        let head = heads[Int(entry.list)]
        if head == index {
            heads[Int(entry.list)] = entry.next
            if entry.next != Self.none {
                entries[Int(entry.next)].previous = entry.previous
            } else if entry.list != Self.dueList {
                occupied[Int(entry.list) / Self.slots] &= ~(1 << UInt64(Int(entry.list) % Self.slots))
            }
        } else {
            entries[Int(entry.previous)].next = entry.next
            if entry.next != Self.none {
                entries[Int(entry.next)].previous = entry.previous
            } else {
                entries[Int(head)].previous = entry.previous
            }
        }
        entries[Int(index)].list = Self.none
    }

    private func isCurrent(_ id: TimerID) -> Bool {
        entries.indices.contains(Int(id.index)) && entries[Int(id.index)].generation == id.generation
            && actions[Int(id.index)] != nil
    }

    private func rotateRight(_ bits: UInt64, by count: UInt64) -> UInt64 {
        bits >> count | bits << ((64 - count) & 63)
    }
}

/// Names one registered timer of one loop. A stale id (the timer was unregistered) is recognised and ignored.
public struct TimerID: Sendable, Equatable {
    let index: Int32
    let generation: UInt32
}

extension MonotonicTime {
    /// The timer wheel's tick (one millisecond) in which this moment lies.
    var tick: UInt64 { nanoseconds / 1_000_000 }

    /// The first tick that is not before this moment: a timer may be late by a tick, never early.
    var tickAfter: UInt64 { nanoseconds == .max ? .max : (nanoseconds + 999_999) / 1_000_000 }
}
