import Bytes

/// What waits for a slow reader: whole frames in order, within two limits. An empty one owns no memory.
struct OutgoingQueue {
    private struct Item {
        let bytes: [UInt8]
        let isReply: Bool
    }

    private var items: [Item] = []
    private var head = 0
    /// Bytes that wait.
    private(set) var bytes = 0
    /// Those of them that answer the peer, which has only itself to blame for them.
    private(set) var replyBytes = 0
    private var replies = 0

    /// Frames that wait.
    var count: Int { items.count - head }

    var isEmpty: Bool { count == 0 }

    /// Adds a message; false, and nothing added, when that is more than may wait. Replies do not count against it.
    mutating func offer(_ frame: [UInt8], within limits: StreamLimits) -> Bool {
        let messages = count - replies
        guard messages < limits.queuedMessagesMax else { return false }
        guard messages == 0 || bytes - replyBytes + frame.count <= limits.queuedBytesMax else { return false }
        add(Item(bytes: frame, isReply: false))
        return true
    }

    /// Adds a pong, a ping or a close. Their number is bounded by whoever reads the peer, and stops.
    mutating func add(reply frame: [UInt8]) {
        add(Item(bytes: frame, isReply: true))
    }

    private mutating func add(_ item: Item) {
        items.append(item)
        bytes += item.bytes.count
        guard item.isReply else { return }
        replyBytes += item.bytes.count
        replies += 1
    }

    /// Takes as many frames as fit into `limit` bytes, at least one; nil when there is none. A single frame is not copied.
    mutating func take(upTo limit: Int) -> [UInt8]? {
        guard let first = takeFirst() else { return nil }
        guard head < items.count, first.count + items[head].bytes.count <= limit else { return first }
        var batch: [UInt8] = []
        batch.reserveCapacity(min(limit, first.count + bytes))
        batch.append(span: first.span)
        while head < items.count, batch.count + items[head].bytes.count <= limit, let next = takeFirst() {
            batch.append(span: next.span)
        }
        return batch
    }

    private mutating func takeFirst() -> [UInt8]? {
        guard head < items.count else { return nil }
        let item = items[head]
        head += 1
        bytes -= item.bytes.count
        if item.isReply {
            replyBytes -= item.bytes.count
            replies -= 1
        }
        if head == items.count {
            items = []
            head = 0
        } else if head >= 64, head * 2 >= items.count {
            items.removeFirst(head)
            head = 0
        }
        return item.bytes
    }

    /// Forgets all of it.
    mutating func dropAll() {
        self = OutgoingQueue()
    }
}
