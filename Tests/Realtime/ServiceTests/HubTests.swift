import EventLoop
import HTTPWire
import Identifiers
import JSON
import Observability
import RealtimeDomain
import Streaming
import TestKit
import Testing

@testable import RealtimeService

/// A client that remembers what it was given, and takes so much of it.
// Safety: used on its hub's loop only.
final class Listener: LiveSink, @unchecked Sendable {
    var frames: [LiveFrame] = []
    var resets = 0
    var room = Int.max

    func deliver(_ frame: LiveFrame) -> Bool {
        guard room > 0 else { return false }
        room -= 1
        frames.append(frame)
        return true
    }

    func deliver(_ reset: LiveReset) -> Bool {
        resets += 1
        return room > 0
    }

    var ids: [UInt64] { frames.map { $0.id.uuid.low } }
}

let acme = OrganizationID(UUID128(high: 1, low: 1))
let other = OrganizationID(UUID128(high: 1, low: 2))

func live(
    _ number: UInt64, _ event: HeardEvent = .bookingCreated, topic: String = "booking.created", about: UInt64 = 9,
    owners: Set<Owner> = []
) -> LiveMessage {
    LiveMessage(
        id: EventID(UUID128(high: 7, low: number)), event: event, topic: topic, at: Timestamp(secondsSinceEpoch: 0),
        aggregateType: "booking", aggregateID: UUID128(high: 3, low: about), version: Int(number),
        summary: [.init("status", .text("draft")), .init("n", .whole(3)), .init("ok", .flag(true))], owners: owners)
}

func watcher(
    _ organization: OrganizationID = acme, _ viewers: Viewers = Viewers(.manager), owning owned: Set<Owner> = []
) -> Watcher {
    Watcher(organization: organization, viewers: viewers, owned: owned)
}

@Suite("The hub")
struct HubTests {
    private static let tag = InstanceTag(0xabcd)

    @Test("tells an event to its own organisation, and what belongs to none to all")
    func organizations() async throws {
        try await withLoop { loop in
            let hub = Hub(on: loop, tag: Self.tag)
            let (ours, theirs) = (Listener(), Listener())
            let subscriptions = [hub.subscribe(watcher(), to: ours), hub.subscribe(watcher(other), to: theirs)]
            #expect(hub.publish(live(1), to: acme) == 1)
            #expect(hub.publish(live(2), to: other) == 1)
            #expect(hub.publish(live(3), to: OrganizationID(UUID128(high: 1, low: 3))) == 0)
            #expect(hub.publish(live(4, .regulationUpdated), to: .platform) == 2)
            #expect(ours.ids == [1, 4] && theirs.ids == [2, 4])
            for subscription in subscriptions { subscription.end() }
        }
    }

    @Test("tells each viewer what its role and its own things allow")
    func audiences() async throws {
        try await withLoop { loop in
            let hub = Hub(on: loop, tag: Self.tag)
            let listeners = (0..<5).map { _ in Listener() }
            let watchers = [
                watcher(), watcher(acme, Viewers(.client), owning: [.client("c1")]),
                watcher(acme, Viewers(.client), owning: [.user("c1")]),
                watcher(acme, Viewers(.guest), owning: [.client("c1")]),
                watcher(acme, [], owning: [.client("c1")]),
            ]
            for (watcher, listener) in zip(watchers, listeners) { _ = hub.subscribe(watcher, to: listener) }
            hub.publish(live(1, owners: [.client("c1"), .location("l")]), to: acme)
            hub.publish(live(2, owners: [.client("c2")]), to: acme)
            hub.publish(live(3, .emergencyTriggered), to: acme)
            #expect(listeners.map(\.ids) == [[1, 2, 3], [1], [], [], []])
        }
    }

    @Test("filters by topic, thing and event, all of which must let it through")
    func filters() async throws {
        let rows: [(LiveFilter, [UInt64])] = [
            (.everything, [1, 2, 3]), (LiveFilter(topics: ["booking.created"]), [1, 3]), (LiveFilter(topics: []), []),
            (LiveFilter(aggregates: [UUID128(high: 3, low: 5)]), [2, 3]), (LiveFilter(events: [.bookingUpdated]), [2]),
            (LiveFilter(topics: ["booking.created"], aggregates: [UUID128(high: 3, low: 5)]), [3]),
        ]
        try await withLoop { loop in
            let hub = Hub(on: loop, tag: Self.tag)
            let listeners = rows.map { _ in Listener() }
            for (row, listener) in zip(rows, listeners) { _ = hub.subscribe(watcher(), row.0, to: listener) }
            hub.publish(live(1, about: 4), to: acme)
            hub.publish(live(2, .bookingUpdated, topic: "booking.updated", about: 5), to: acme)
            hub.publish(live(3, about: 5), to: acme)
            #expect(listeners.map(\.ids) == rows.map(\.1))
        }
        let many = Set((0..<UInt64(HubLimits.filterItemsMax)).map { UUID128(high: 0, low: $0) })
        #expect(LiveFilter(aggregates: many).isBearable)
        #expect(!LiveFilter(aggregates: many.union([UUID128(high: 1, low: 0)])).isBearable)
    }

    @Test("forgets a stream that takes no more, and goes on with the others")
    func ends() async throws {
        let registry = MetricsRegistry()
        try await withLoop { loop in
            let hub = Hub(on: loop, tag: Self.tag, metrics: HubMetrics(registry))
            let listeners = (0..<10).map { _ in Listener() }
            let subscriptions = listeners.map { hub.subscribe(watcher(), to: $0) }
            for index in [0, 4, 9] { listeners[index].room = 1 }
            #expect(hub.publish(live(1), to: acme) == 10)
            #expect(hub.publish(live(2), to: acme) == 7)
            #expect(subscriptions.map(\.isLive) == (0..<10).map { ![0, 4, 9].contains($0) })
            subscriptions[5].end()
            subscriptions[5].end()
            #expect(hub.publish(live(3), to: acme) == 6)
            #expect(
                listeners.enumerated().allSatisfy {
                    $1.ids == ([0, 4, 9].contains($0) ? [1] : $0 == 5 ? [1, 2] : [1, 2, 3])
                })
            #expect(hub.subscriptionCount == 6)
            for subscription in subscriptions { subscription.end() }
            #expect(hub.subscriptionCount == 0)
        }
        var bytes: [UInt8] = []
        registry.expose(to: &bytes)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        for line in [
            "live_subscriptions 0", "live_organizations 0", "live_messages_published_total 3",
            "live_messages_delivered_total 23", "live_subscriptions_lost_total 3",
        ] { #expect(lines.contains(Substring(line)), "\(line)") }
    }

    @Test("sends somebody who comes back what it missed, before anything new, or says that nobody knows")
    func resumes() async throws {
        try await withLoop { loop in
            var limits = HubLimits()
            limits.keptPerOrganization = 5
            limits.replayMax = 3
            let hub = Hub(on: loop, tag: Self.tag, limits: limits)
            let first = Listener()
            let subscription = hub.subscribe(watcher(), to: first)
            for number in 1...3 { hub.publish(live(UInt64(number)), to: acme) }
            hub.publish(live(4, .regulationUpdated), to: .platform)
            hub.publish(live(5, .communicationFailed), to: acme)
            hub.publish(live(6), to: acme)
            let cursors = first.frames.map(\.cursor)
            #expect(first.ids == [1, 2, 3, 4, 6])
            subscription.end()

            func back(_ cursor: String?, _ watcher: Watcher = watcher()) -> Listener {
                let listener = Listener()
                hub.subscribe(watcher, to: listener, after: cursor).end()
                return listener
            }
            #expect(back(cursors[1]).ids == [3, 4, 6])
            #expect(back(cursors[4]).ids == [] && back(cursors[4]).resets == 0)
            #expect(back(cursors[3], watcher(acme, Viewers(.orgAdmin))).ids == [5, 6])
            #expect(back(nil).resets == 0)
            // More than is sent at once, known to another organisation only, not a cursor, and too long ago.
            for cursor in [cursors[0], "", "x", "\(cursors[1])0", "\(first.frames[0].id)"] {
                #expect(back(cursor).resets == 1 && back(cursor).ids == [], "\(cursor)")
            }
            #expect(back(cursors[1], watcher(other)).resets == 1)
            for number in 7...9 { hub.publish(live(UInt64(number)), to: acme) }
            #expect(back(cursors[1]).resets == 1)

            // What is missed comes before what is new, and the subscription stands.
            let again = Listener()
            let standing = hub.subscribe(watcher(), to: again, after: cursors[4])
            hub.publish(live(10), to: acme)
            #expect(again.ids == [7, 8, 9, 10] && standing.isLive)
            standing.end()
        }
    }

    @Test("sends a client of another instance what came shortly before as well, since orders differ")
    func otherInstance() async throws {
        try await withLoop { loop in
            let (here, there) = (Hub(on: loop, tag: Self.tag), Hub(on: loop, tag: InstanceTag(0xef)))
            let listener = Listener()
            _ = here.subscribe(watcher(), to: listener)
            for number: UInt64 in [2, 1] { here.publish(live(number), to: acme) }
            for number: UInt64 in [1, 2, 3] { there.publish(live(number), to: acme) }
            // It has 2 and not yet 1 when it goes.
            let moved = Listener()
            _ = there.subscribe(watcher(), to: moved, after: listener.frames[0].cursor)
            #expect(moved.ids == [1, 3])
        }
    }

    @Test("encodes a message once, for whoever asks, as JSON that says what it is")
    func encoding() async throws {
        try await withLoop { loop in
            let hub = Hub(on: loop, tag: Self.tag)
            let listeners = [Listener(), Listener()]
            for listener in listeners { _ = hub.subscribe(watcher(), to: listener) }
            hub.publish(live(1), to: acme)
            #expect(listeners[0].frames[0] === listeners[1].frames[0])
            let frame = listeners[0].frames[0]
            #expect(frame.cursor == "00000000-0000-0007-0000-000000000001.0000abcd")
            let text = String(decoding: frame.serverSentEvent.bytes, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0] == "id: \(frame.cursor)" && lines[1] == "event: update" && lines.count == 5)
            let data = Array(lines[2].dropFirst(6).utf8)
            #expect(frame.webSocket == WebSocketFramedMessage(text: data.span))
            let object = try JSONValue(parsing: data)
            #expect(
                object == [
                    "kind": "update", "cursor": .string(frame.cursor), "id": "00000000-0000-0007-0000-000000000001",
                    "type": "BOOKING_CREATED", "topic": "booking.created", "time": "1970-01-01T00:00:00.000Z",
                    "aggregateType": "booking", "aggregateId": "00000000-0000-0003-0000-000000000009", "version": 1,
                    "summary": ["status": "draft", "n": 3, "ok": true],
                ])
        }
    }
}
