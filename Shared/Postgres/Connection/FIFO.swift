/// A queue in one piece of memory: what is taken from the front leaves room that appending reclaims.
struct FIFO<Element> {
    private var slots: [Element?] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    var first: Element? { count > 0 ? slots[head] : nil }

    /// The element at a position, counted from the front.
    subscript(position: Int) -> Element? {
        guard position < count else { return nil }
        return slots[(head + position) & (slots.count - 1)]
    }

    mutating func append(_ element: Element) {
        if count == slots.count { grow() }
        slots[(head + count) & (slots.count - 1)] = element
        count += 1
    }

    @discardableResult
    mutating func removeFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[head].take()
        head = (head + 1) & (slots.count - 1)
        count -= 1
        return element
    }

    /// Keeps what the test holds for, in its order.
    mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        var kept = FIFO()
        while let element = removeFirst() {
            if !isUnwanted(element) { kept.append(element) }
        }
        self = kept
    }

    func visitEach(_ body: (Element) -> Void) {
        for position in 0..<count {
            if let element = self[position] { body(element) }
        }
    }

    /// The number of slots is a power of two, so that positions wrap by masking.
    private mutating func grow() {
        var wider: [Element?] = []
        wider.reserveCapacity(max(8, slots.count * 2))
        for position in 0..<count { wider.append(slots[(head + position) & (slots.count - 1)]) }
        while wider.count < max(8, slots.count * 2) { wider.append(nil) }
        slots = wider
        head = 0
    }
}
