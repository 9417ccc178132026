/// A bounded map that, when full, gives up an entry nobody asked for lately (CLOCK: every entry has one bit, a hand
/// clears bits until it meets a clear one). All operations are O(1), the eviction amortised; finding allocates nothing.
/// Inlinable throughout, so that each module gets it for its own types and not by way of witness tables.
///
/// One owner, one thread: it has no lock.
public struct ClockCache<Key: Hashable, Value>: ~Copyable {
    @usableFromInline
    struct Entry {
        @usableFromInline var key: Key
        @usableFromInline var value: Value?
        @usableFromInline var wasUsed: Bool

        @inlinable
        init(key: Key, value: Value) {
            self.key = key
            self.value = value
            wasUsed = false
        }
    }

    @usableFromInline let capacity: Int
    @usableFromInline var positions: [Key: Int] = [:]
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var vacant: [Int] = []
    @usableFromInline var hand = 0

    /// Keeps at most `capacity` entries; memory is taken as they come.
    @inlinable
    public init(capacity: Int) {
        precondition(capacity > 0, "a cache holds something")
        self.capacity = capacity
    }

    @inlinable
    public var count: Int { positions.count }

    /// Where the key's entry is, until the next change; asking counts as using it.
    @inlinable
    public mutating func position(of key: Key) -> Int? {
        guard let position = positions[key] else { return nil }
        if !entries[position].wasUsed { entries[position].wasUsed = true }
        return position
    }

    /// Reads the entry at a position that `position(of:)` just answered.
    @inlinable
    public func withValue<Result>(at position: Int, _ body: (borrowing Value) -> Result) -> Result? {
        guard let value = entries[position].value else { return nil }
        return body(value)
    }

    /// Changes the entry at a position that `position(of:)` just answered.
    @inlinable
    public mutating func update(at position: Int, _ body: (inout Value) -> Void) {
        guard var value = entries[position].value else { return }
        entries[position].value = nil
        body(&value)
        entries[position].value = value
    }

    /// Puts the value in, replacing the key's old one or, when full, another key's.
    @inlinable
    public mutating func insert(_ value: Value, for key: Key) {
        let entry = Entry(key: key, value: value)
        if let position = positions[key] {
            entries[position] = entry
            return
        }
        let position = place()
        if position == entries.count { entries.append(entry) } else { entries[position] = entry }
        positions[key] = position
    }

    /// Takes the entry out.
    @inlinable
    public mutating func remove(at position: Int) {
        positions[entries[position].key] = nil
        entries[position].value = nil
        entries[position].wasUsed = false
        vacant.append(position)
    }

    /// Forgets everything.
    @inlinable
    public mutating func removeAll() {
        positions.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        vacant.removeAll(keepingCapacity: true)
        hand = 0
    }

    @inlinable
    mutating func place() -> Int {
        if let position = vacant.popLast() { return position }
        guard entries.count == capacity else { return entries.count }
        while entries[hand].wasUsed {
            entries[hand].wasUsed = false
            hand = (hand + 1) % capacity
        }
        let position = hand
        hand = (hand + 1) % capacity
        positions[entries[position].key] = nil
        return position
    }
}
