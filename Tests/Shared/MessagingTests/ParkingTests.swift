import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol
import Postgres
import TestKit
import Testing

@testable import Messaging

@Suite("A parked key")
struct ParkingTests {
    @Test("what comes after a failed event waits behind it, in order, while other keys go on; then the key is free")
    func waits() async throws {
        try await withMessaging(partitions: 1) { site in
            let isBroken = Recorded(true)
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    try MessagingSite.note(told, envelope, transaction)
                    if isBroken.value, told.about == key(1), told.number == 2 { throw Refused() }
                }
            ]) { $0.attemptsDelayed = 1_000 }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.tell(key(1), 4)
                    try await site.tell(key(2), 4)
                    try await site.waitForEffects(5)
                    try await wait(until: "the others are put behind", within: .seconds(20)) {
                        try await site.count("SELECT count(*) FROM parked_events") == 3
                    }
                    try await wait(until: "it was tried again") { site.outcome(.failed) > 6 }
                    #expect(try await site.effects() == [key(1): [1], key(2): [1, 2, 3, 4]])
                    #expect(try await site.count("SELECT count(*) FROM inbox WHERE outcome = 'parked'") == 3)
                    try await wait(until: "it is counted") {
                        site.consumerMetrics.parkedKeys.with("booking-management").value == 1
                            && site.consumerMetrics.parkedEvents.with("booking-management").value == 3
                    }
                    isBroken.update { $0 = false }
                    try await site.waitForEffects(8)
                    try await wait(until: "the key is free") {
                        try await site.count("SELECT count(*) FROM parked_keys") == 0
                    }
                    let parked = site.outcome(.parked)
                    try await site.tell(key(1))
                    try await site.waitForEffects(9)
                    #expect(site.outcome(.parked) == parked)
                }
            }
            #expect(try await site.effects() == [key(1): [1, 2, 3, 4, 5], key(2): [1, 2, 3, 4]])
            #expect(try await site.count("SELECT count(*) FROM inbox WHERE outcome = 'done'") == 9)
            #expect(site.outcome(.dead) == 0)
        }
    }

    @Test("what is prevented is no attempt at a parked event either")
    func prevented() async throws {
        try await withMessaging(partitions: 1) { site in
            let attempts = Recorded(0)
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    let attempt = attempts.update { count in
                        count += 1
                        return count
                    }
                    if attempt <= 3 { throw Refused() }
                    if attempt <= 20 { throw DependencyAway() }
                    try MessagingSite.note(told, envelope, transaction)
                }
            ]) {
                $0.attemptsDelayed = 1
                $0.stallPauses = (.milliseconds(1), .milliseconds(10))
            }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.tell(key(1))
                    try await site.waitForEffects(1)
                }
            }
            #expect(site.outcome(.dead) == 0)
            #expect(attempts.value == 21)
        }
    }

    @Test("however many try, and whoever is ended meanwhile, each event takes effect once and in its turn")
    func several() async throws {
        try await withMessaging(partitions: 2) { site in
            let attempts = Recorded<[String: Int]>([:])
            let flaky = EventSubscription.on(Told.self) { told, envelope, transaction in
                try MessagingSite.note(told, envelope, transaction)
                let attempt = attempts.update { attempts in
                    attempts["\(envelope.id)", default: 0] += 1
                    return attempts["\(envelope.id)", default: 0]
                }
                // Some of the first events fail until they are parked, and a few times then; later ones now and then.
                if told.number <= 3, attempt <= 5 { throw Refused() }
                if told.number % 3 == 0, attempt <= told.number % 4 { throw Refused() }
            }
            let change: @Sendable (inout ConsumerRuntimeSettings) -> Void = {
                $0.attemptsDelayed = 1_000
                $0.attemptsInPlace = 2
                $0.delayedPauses = (.milliseconds(1), .milliseconds(5))
                $0.handlerMax = .seconds(10)
            }
            let steady = try site.consumer([flaky], change)
            try await site.running(try site.relay()) {
                try await site.running(steady) {
                    for number in 0..<6 { try await site.tell(key(number), 10) }
                    for _ in 0..<2 {
                        // One that joins, tries what is due, and is gone in the middle of it.
                        try await site.running(try site.consumer([flaky], change)) {
                            for number in 0..<6 { try await site.tell(key(number), 5) }
                            try await site.loop.sleep(for: .milliseconds(700))
                        }
                    }
                    try await site.waitForEffects(120)
                    try await wait(until: "nothing is parked", within: .seconds(60)) {
                        try await site.count("SELECT count(*) FROM parked_keys") == 0
                    }
                }
            }
            let effects = try await site.effects()
            #expect(effects.count == 6)
            for (key, versions) in effects { #expect(versions == Array(1...20), "\(key)") }
            #expect(try await site.count("SELECT count(*) FROM parked_events") == 0)
            #expect(try await site.count("SELECT count(*) FROM inbox WHERE outcome <> 'done'") == 0)
            #expect(site.outcome(.parked) > 10)
        }
    }
}
