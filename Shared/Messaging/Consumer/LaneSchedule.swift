/// Who goes next: items of one lane one after the other, lanes beside each other.
///
/// A key always falls into the same lane, so events of a key are handled in the order in which they came, whatever
/// topic they came from, and an event that takes its time holds up its own lane only.
struct LaneSchedule<Item> {
    private struct Lane {
        var items: [Item] = []
        var head = 0
        var isBusy = false

        var count: Int { items.count - head }
    }

    private var lanes: [Lane]
    /// Items that have not been given out.
    private(set) var waiting = 0

    init(lanes count: Int) {
        lanes = Array(repeating: Lane(), count: count)
    }

    /// The lane of a key.
    func lane(of key: [UInt8]?, or partition: Int32) -> Int {
        guard let key, !key.isEmpty else { return Int(partition.magnitude) % lanes.count }
        // FNV-1a: the same in every process, unlike Swift's own.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int((hash ^ hash >> 32) % UInt64(lanes.count))
    }

    /// Adds an item at the end of a lane; true when the lane was idle and is to be begun with `next`.
    mutating func add(_ item: Item, to lane: Int) -> Bool {
        lanes[lane].items.append(item)
        waiting += 1
        return !lanes[lane].isBusy
    }

    /// The next item of a lane, which is busy with it until this is asked again; nil makes it idle.
    mutating func next(_ lane: Int) -> Item? {
        guard lanes[lane].count > 0 else {
            lanes[lane].items.removeAll(keepingCapacity: lanes[lane].items.count <= Self.keptCapacity)
            lanes[lane].head = 0
            lanes[lane].isBusy = false
            return nil
        }
        lanes[lane].isBusy = true
        let item = lanes[lane].items[lanes[lane].head]
        lanes[lane].head += 1
        waiting -= 1
        if lanes[lane].head >= Self.keptCapacity {
            lanes[lane].items.removeFirst(lanes[lane].head)
            lanes[lane].head = 0
        }
        return item
    }

    /// Takes out what nobody is to begin any more.
    mutating func remove(where isOver: (Item) -> Bool) -> [Item] {
        var removed: [Item] = []
        for lane in lanes.indices {
            var kept: [Item] = []
            for item in lanes[lane].items[lanes[lane].head...] {
                if isOver(item) { removed.append(item) } else { kept.append(item) }
            }
            lanes[lane].items = kept
            lanes[lane].head = 0
        }
        waiting -= removed.count
        return removed
    }

    /// Visits what waits, in no particular order.
    func visit(_ body: (Item) -> Void) {
        for lane in lanes { for item in lane.items[lane.head...] { body(item) } }
    }

    private static var keptCapacity: Int { 64 }
}
