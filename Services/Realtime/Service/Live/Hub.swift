// RealtimeService: realtime-communication on top of its rules.
//
// Purpose: whoever watches learns at once what happens in its organisation. The hub takes each event that this instance
// hears and gives it to the streams of those who may see it; every instance hears every event, so any of them serves any
// client.
//
// Model: one hub on one loop, without tasks and without waiting: `publish` walks the subscriptions of one organisation,
// asks each two questions (may it see this, does it want it), and hands over bytes that were encoded once. A client that
// comes back names the last message it has, and gets what it missed or is told that nobody knows.
//
// Failure: a stream that takes no more is forgotten; it never holds up another. Delivery is at least once while a client
// stays or comes back in time, by the events' ids; the truth is in the services that own it.
//
// Not here: where messages come from (`Messaging`), how they travel (`Streaming`), who may do what beyond watching.

public import EventLoop
public import Identifiers
import Observability
public import RealtimeDomain

/// Gives what happens to those who watch.
// Safety: every entry point checks that it runs on the loop's thread.
public final class Hub: @unchecked Sendable {
    public let loop: Loop
    private let limits: HubLimits
    private let tag: InstanceTag
    private let metrics: HubMetrics
    private let reset = LiveReset()
    private var rooms: [OrganizationID: Room] = [:]
    private var memory: LiveMemory

    /// The subscriptions of one organisation.
    fileprivate final class Room {
        var subscriptions: [LiveSubscription] = []
    }

    /// - Parameters:
    ///   - loop: Where everything of it happens.
    ///   - tag: What tells this instance from others.
    ///   - limits: What it may hold and do.
    ///   - metrics: Where it counts.
    public init(
        on loop: Loop, tag: InstanceTag, limits: HubLimits = HubLimits(), metrics: HubMetrics = HubMetrics()
    ) {
        (self.loop, self.tag, self.limits, self.metrics) = (loop, tag, limits, metrics)
        memory = LiveMemory(limits)
    }

    /// Clients that watch now.
    public private(set) var subscriptionCount = 0

    /// Has `sink` told what `watcher` may see and `filter` lets through, from now on until the subscription ends or the
    /// sink takes no more. With a cursor, what was missed since is sent first, or a reset; nothing falls in between.
    ///
    /// - Parameters:
    ///   - watcher: Who it is for.
    ///   - filter: What they want.
    ///   - sink: Where it goes; held until the end.
    ///   - cursor: What the last message they got carried.
    /// - Returns: The subscription, for ending it.
    public func subscribe(
        _ watcher: Watcher, _ filter: LiveFilter = .everything, to sink: any LiveSink, after cursor: String? = nil
    ) -> LiveSubscription {
        loop.checkIsolated()
        let subscription = LiveSubscription(watcher, filter, sink, of: self)
        guard cursor.map({ catchUp(subscription, from: $0) }) ?? true else {
            metrics.lost.add()
            return subscription
        }
        let room = rooms[watcher.organization] ?? Room()
        rooms[watcher.organization] = room
        subscription.place = room.subscriptions.count
        room.subscriptions.append(subscription)
        subscriptionCount += 1
        metrics.subscriptions.add()
        metrics.organizations.set(Int64(rooms.count))
        return subscription
    }

    /// Tells an event to those of its organisation who may see it, or, when it belongs to none, to those of all. Returns
    /// how many streams took it.
    @discardableResult
    public func publish(_ message: LiveMessage, to organization: OrganizationID) -> Int {
        loop.checkIsolated()
        metrics.published.add()
        let frame = LiveFrame(message, tag: tag)
        memory.remember(frame, of: organization, at: loop.now)
        metrics.kept.set(Int64(memory.count))
        var delivered = 0
        if organization == .platform {
            for room in rooms.values { delivered += deliver(frame, in: room) }
        } else if let room = rooms[organization] {
            delivered = deliver(frame, in: room)
        }
        metrics.delivered.add(UInt64(delivered))
        return delivered
    }

    private func deliver(_ frame: LiveFrame, in room: Room) -> Int {
        var delivered = 0
        var over: [LiveSubscription] = []
        for subscription in room.subscriptions where subscription.wants(frame) {
            if subscription.sink?.deliver(frame) == true { delivered += 1 } else { over.append(subscription) }
        }
        for subscription in over {
            metrics.lost.add()
            end(subscription)
        }
        return delivered
    }

    /// Sends what was missed; false when the stream did not take it.
    private func catchUp(_ subscription: LiveSubscription, from text: String) -> Bool {
        guard let missed = missed(by: subscription, since: text) else {
            metrics.resets.add()
            return subscription.sink?.deliver(reset) ?? false
        }
        for frame in missed where subscription.sink?.deliver(frame) != true { return false }
        metrics.replayed.add(UInt64(missed.count))
        return true
    }

    /// Nil when nobody knows, or when it is more than anybody wants to catch up with.
    private func missed(by subscription: LiveSubscription, since text: String) -> [LiveFrame]? {
        guard let cursor = LiveCursor(text) else { return nil }
        let overlap = cursor.tag == tag.text ? nil : limits.replayOverlap
        guard let kept = memory.after(cursor.id, of: subscription.watcher.organization, overlap: overlap) else {
            return nil
        }
        let missed = kept.filter(subscription.wants)
        return missed.count <= limits.replayMax ? missed : nil
    }

    fileprivate func end(_ subscription: LiveSubscription) {
        loop.checkIsolated()
        subscription.sink = nil
        guard subscription.place >= 0, let room = rooms[subscription.watcher.organization] else { return }
        // The last one takes the place of the one that goes.
        let last = room.subscriptions.removeLast()
        if last !== subscription {
            room.subscriptions[subscription.place] = last
            last.place = subscription.place
        }
        subscription.place = -1
        if room.subscriptions.isEmpty { rooms[subscription.watcher.organization] = nil }
        subscriptionCount -= 1
        metrics.subscriptions.subtract()
        metrics.organizations.set(Int64(rooms.count))
    }
}

/// Somebody's watching, until it ends.
// Safety: used on the hub's loop only.
public final class LiveSubscription: @unchecked Sendable {
    fileprivate let watcher: Watcher
    private let filter: LiveFilter
    fileprivate var sink: (any LiveSink)?
    /// Where it stands among those of its organisation; -1 when it does not.
    fileprivate var place = -1
    private let hub: Hub

    fileprivate init(_ watcher: Watcher, _ filter: LiveFilter, _ sink: any LiveSink, of hub: Hub) {
        (self.watcher, self.filter, self.sink, self.hub) = (watcher, filter, sink, hub)
    }

    /// Whether messages still come.
    public var isLive: Bool { place >= 0 }

    /// Ends it. Ending it again does nothing.
    public func end() {
        hub.end(self)
    }

    fileprivate func wants(_ frame: LiveFrame) -> Bool {
        watcher.maySee(frame) && filter.lets(frame)
    }
}
