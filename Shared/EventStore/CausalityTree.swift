import Identifiers
import PlatformProtocol

/// The events of a story as a tree: under each event stand those that it made happen.
///
/// An event's cause is another event or a command. A cause that is none of the events (a command, an event of a store
/// that was not asked, one whose partition is gone) is where a tree begins. The entries are in the order in which one
/// prints them, each below its cause, siblings by id; that holds them flat, so a story of thousands of steps is no depth
/// of anything. Links that go round, which nobody of ours writes, are cut where they would return.
public struct CausalityTree: Sendable, Equatable {
    /// One event in its place.
    public struct Entry: Sendable, Equatable {
        public let event: StoredEvent
        /// How many of the story's events stand above it.
        public let depth: Int
        /// Whether its cause is none of the story's events.
        public var beginsTree: Bool { depth == 0 }
    }

    /// From the top down.
    public let entries: [Entry]

    /// - Parameter events: Of one story, from one store or from several, in any order.
    public init(_ events: [StoredEvent]) {
        let events = events.sorted { ($0.id, $0.position) < ($1.id, $1.position) }
        let known = Set(events.map(\.id.uuid))
        var effects: [UUID128: [Int]] = [:]
        var tops: [Int] = []
        for (index, event) in events.enumerated() {
            if let cause = event.causationID, known.contains(cause), cause != event.id.uuid {
                effects[cause, default: []].append(index)
            } else {
                tops.append(index)
            }
        }
        var entries: [Entry] = []
        var placed = Set<Int>()
        func place(below top: Int) {
            var waiting = [(index: top, depth: 0)]
            while let (index, depth) = waiting.popLast() {
                guard placed.insert(index).inserted else { continue }
                entries.append(Entry(event: events[index], depth: depth))
                for effect in (effects[events[index].id.uuid] ?? []).reversed() {
                    waiting.append((effect, depth + 1))
                }
            }
        }
        for top in tops { place(below: top) }
        for index in events.indices where !placed.contains(index) { place(below: index) }
        self.entries = entries
    }
}
