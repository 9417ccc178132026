import EventLoop
import Identifiers
import KafkaClient
import Migrations
import Observability
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Messaging
@testable import ServiceRuntime

@Suite("The desk of dead letters")
struct DeadLetterDeskTests {
    @Test("a letter is found, looked into, sent back and takes effect; what was decided stays written down")
    func sentBack() async throws {
        try await withMessaging(partitions: 1) { site in
            let isBroken = Recorded(true)
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    if isBroken.value, told.about == key(1) { throw Refused() }
                    try MessagingSite.note(told, envelope, transaction)
                }
            ]) { $0.attemptsDelayed = 1 }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.tell(key(1), 2)
                    try await site.tell(key(2))
                    let letters = try await site.openLetters(2)
                    #expect(letters.map(\.key) == [key(1).description, key(1).description])
                    #expect(letters.map(\.reason) == ["refused", "refused"])
                    #expect(letters.map(\.attempts) == [4, 4])
                    #expect(letters.map(\.eventType) == ["COMPLIANCE_CHECKED", "COMPLIANCE_CHECKED"])
                    try await wait(until: "they are counted") {
                        site.consumerMetrics.deadLetters.with("booking-management").value == 2
                    }
                    // The one that died last comes first.
                    let (second, first) = (letters[0], letters[1])
                    let shown = try #require(
                        try await site.desk.show(first.eventID, of: first.consumer, by: soon))
                    #expect(shown.letter == first)
                    #expect(shown.record.key == Array(key(1).description.utf8))
                    #expect(shown.record.headers.contains { $0.name == "ce_id" })

                    isBroken.update { $0 = false }
                    try await site.sendBack(first)
                    try await site.waitForEffects(2)
                    await #expect(throws: DeadLetterDesk.Refusal.alreadyDecided(.sentBack)) {
                        try await site.sendBack(first)
                    }
                    try await site.desk.discard(
                        second.eventID, of: second.consumer, by: "operator", because: "of no use", by: soon)
                    await #expect(throws: DeadLetterDesk.Refusal.alreadyDecided(.discarded)) {
                        try await site.sendBack(second)
                    }
                    await #expect(throws: DeadLetterDesk.Refusal.notFound) {
                        try await site.desk.sendBack(
                            key(9), of: "booking-management", by: "operator", because: "x", by: soon)
                    }
                    let decided = try await site.desk.list(.init(state: .discarded), by: soon)
                    #expect(
                        decided.map(\.decision?.reason) == ["of no use"] && decided.map(\.eventID) == [second.eventID])
                    // What is decided is swept when its time is over; what took effect stays that way.
                    let later = SystemWallClock().now.advanced(by: DeadLetterSweep.kept)
                    #expect(try await DeadLetterSweep.run(site.system, at: SystemWallClock().now, by: soon) == 0)
                    #expect(try await DeadLetterSweep.run(site.system, at: later, by: soon) == 2)
                    #expect(try await site.effects()[key(1)] == [1])
                    #expect(try await site.inboxOutcomes() == ["dead": 1, "done": 2])
                }
            }
        }
    }

    @Test("one that dies again is open again, says how often it was sent back, and has the same name")
    func diesAgain() async throws {
        try await withMessaging(partitions: 1) { site in
            let consumer = try site.consumer([.on(Told.self) { _, _, _ in throw Refused() }]) { $0.attemptsDelayed = 1 }
            let unreadable = ProducerRecord(
                topic: MessagingSite.topic, key: Array("k".utf8), value: Array("no event".utf8))
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.tell(key(1))
                    try await site.producing([unreadable])
                    let letters = try await site.openLetters(2)
                    for letter in letters { try await site.sendBack(letter) }
                    let again = try await site.openLetters(2)
                    #expect(Set(again.map(\.eventID)) == Set(letters.map(\.eventID)))
                    #expect(again.map(\.timesSentBack) == [1, 1])
                    #expect(again.map(\.decision) == [nil, nil])
                    try await wait(until: "nothing is parked") {
                        try await site.test.run("SELECT count(*) FROM parked_keys", as: .system).trimmed == "0"
                    }
                    try await site.waitForEmptyOutbox()
                }
            }
            // Each death is told in the topic as well.
            let reader = try LogReader(site, MessagingSite.deadLetters, group: "postman")
            var count = 0
            while count < 4 { count += try await reader.consumer.next(atMost: 10).count }
            #expect(count == 4)
            await reader.close()
            #expect(try await site.inboxOutcomes() == ["dead": 2])
        }
    }

    @Test("an event that is older than the inbox's memory is a dead letter, once, and nobody waits behind it")
    func forgotten() async throws {
        try await withMessaging(partitions: 1) { site in
            // What stands in the place of partitions that are gone, here in the place of the only one.
            try await site.test.run(
                "ALTER TABLE inbox_first ADD CONSTRAINT inbox_no_longer_knows CHECK (false)", as: .owner)
            let consumer = try site.consumer([MessagingSite.noting])
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.tell(key(1), 2)
                    let letters = try await site.openLetters(2)
                    #expect(letters.map(\.reason) == ["older_than_inbox", "older_than_inbox"])
                    let records = try await site.log(MessagingSite.topic, 2)
                    try await site.producing(records.map(\.copy))
                    try await wait(until: "the repetitions were recognised", within: .seconds(20)) {
                        site.outcome(.duplicate) == records.count
                    }
                }
            }
            #expect(try await site.effects().isEmpty && site.outcome(.dead) == 2)
        }
    }

    @Test("pages go on where the last one ended, and filters choose")
    func pages() async throws {
        try await withMessaging(partitions: 1) { site in
            let consumer = try site.consumer([.on(Told.self) { _, _, _ in throw Refused() }]) { $0.attemptsDelayed = 1 }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for number in 0..<5 { try await site.tell(key(number)) }
                    let all = try await site.openLetters(5)
                    var paged: [FiledLetter] = []
                    while true {
                        let page = try await site.desk.list(.init(), atMost: 2, after: paged.last, by: soon)
                        paged += page
                        guard page.count == 2 else { break }
                    }
                    #expect(paged == all)
                    for (filter, count) in [
                        (DeadLetterDesk.Filter(consumer: "booking-management", reason: "refused"), 5),
                        (.init(consumer: "staff-assignment"), 0), (.init(topic: "booking.created"), 0),
                        (.init(reason: "other"), 0), (.init(organizationID: MessagingSite.organization), 5),
                        (.init(organizationID: .platform), 0), (.init(state: .discarded), 0), (.init(state: nil), 5),
                    ] {
                        #expect(try await site.desk.list(filter, by: soon).count == count, "\(filter)")
                    }
                }
            }
        }
    }
}

extension MessagingSite {
    fileprivate var desk: DeadLetterDesk { DeadLetterDesk(system, clock: SystemWallClock()) }

    fileprivate func openLetters(_ count: Int) async throws -> [FiledLetter] {
        let found = Recorded<[FiledLetter]>([])
        try await wait(until: "\(count) letters are open", within: .seconds(30)) {
            let letters = try await desk.list(.init(), by: soon)
            found.update { $0 = letters }
            return letters.count == count
        }
        return found.value
    }

    fileprivate func sendBack(_ letter: FiledLetter) async throws {
        try await desk.sendBack(letter.eventID, of: letter.consumer, by: "operator", because: "mended", by: soon)
    }

    fileprivate func inboxOutcomes() async throws -> [String: Int64] {
        let rows = try await system.rows("SELECT outcome, count(*) FROM inbox GROUP BY outcome", for: .system)
        return Dictionary(uniqueKeysWithValues: try rows.decode(String.self, Int64.self))
    }
}
