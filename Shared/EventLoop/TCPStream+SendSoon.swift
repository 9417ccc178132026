import Bytes

/// Sending at the end of the loop's turn.
///
/// A loop that serves many connections has a few dozen short answers ready in each turn. Sent one by one between the
/// work on the requests, each send finds the kernel's code pushed out of the processor's caches by ours, and ours by
/// the kernel's. Sent together, they cost a good deal less, and what a client pipelined goes out in one segment.
extension TCPStream {
    /// Whether `sendSoon` may be given `count` bytes: the kernel had room last time, and not much is waiting.
    @inline(__always)
    public func maySendSoon(_ count: Int) -> Bool {
        descriptor.isOpen && watch.isWritable && unsent.count + count <= LoopLimits.unsentBytesMax
    }

    /// Sends `bytes` when the turn of the loop ends; the buffer is the loop's from then on, unless the caller keeps it as
    /// well (`isKept`) and gives it back later. What the kernel does not take then goes out before anything that is sent
    /// later. A connection that breaks meanwhile says so at the next call, as it would have if the bytes had reached the
    /// kernel.
    public func sendSoon(_ bytes: consuming [UInt8], isKept: Bool = false) {
        loop.checkIsolated()
        guard !bytes.isEmpty else { return }
        if unsent.isEmpty {
            unsent = bytes
            isUnsentKept = isKept
            loop.sendAtEndOfTurn(self)
        } else {
            // What somebody keeps is copied by this.
            unsent.append(span: bytes.span)
            isUnsentKept = false
            if !isKept { loop.returnBuffer(bytes) }
        }
    }

    /// Waits until the kernel has taken what `sendSoon` was given.
    public func waitSent(until deadline: MonotonicTime) async throws {
        flushUnsent()
        while !unsent.isEmpty {
            guard isOpen else { throw StreamFault.closed }
            try await waitWritable(until: deadline)
            flushUnsent()
        }
    }

    /// Gives the kernel what it takes of the bytes that wait; the rest follows as soon as there is room.
    func flushUnsent() {
        guard !unsent.isEmpty, descriptor.isOpen, watch.isWritable else { return }
        // Taken out and put back: a second reference would keep the loop from using the buffer again.
        var bytes: [UInt8] = []
        swap(&bytes, &unsent)
        let transfer = bytes.span.extracting(unsentOffset...).withUnsafeBytes { descriptor.send($0) }
        swap(&bytes, &unsent)
        switch transfer {
        case .bytes(let count):
            unsentOffset += count
            if unsentOffset == unsent.count { dropUnsent() } else { flushWhenWritable() }
        case .wouldBlock:
            flushWhenWritable()
        case .failed:
            // The next call on this stream meets the same error, or the end that follows it.
            dropUnsent()
        }
    }

    private func flushWhenWritable() {
        watch.isWritable = false
        watch.onWritable = { [unowned self] in flushUnsent() }
    }

    func dropUnsent() {
        guard !unsent.isEmpty else { return }
        var spent: [UInt8] = []
        swap(&spent, &unsent)
        unsentOffset = 0
        if !isUnsentKept { loop.returnBuffer(consume spent) }
    }
}
