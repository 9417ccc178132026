/// The arrivals of every key of one exact policy: rings of `limit` ticks each, side by side in one array that grows
/// only as far as keys were ever live at once, and whose places are used again.
struct ArrivalLogs: Sendable {
    private let size: Int
    private var ticks: [UInt32] = []
    private var free: [Int32] = []

    init(limit: UInt32) {
        size = Int(limit)
    }

    /// A ring for a new key.
    mutating func take() -> Int32 {
        if let place = free.popLast() { return place }
        let place = Int32(ticks.count / size)
        ticks.append(contentsOf: repeatElement(0, count: size))
        return place
    }

    /// Gives a ring back.
    mutating func giveBack(_ place: Int32) {
        free.append(place)
    }

    @inline(__always)
    subscript(log: Int32, index: UInt32) -> UInt32 {
        get { ticks[Int(log) &* size &+ Int(index)] }
        set { ticks[Int(log) &* size &+ Int(index)] = newValue }
    }
}
