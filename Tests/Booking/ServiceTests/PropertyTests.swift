import BookingDomain
import Identifiers
import JSON
import Migrations
import PlatformProtocol
import PostgresTestKit
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

@Suite("After anything that anybody asks", .serialized)
struct BookingHistoryPropertyTests {
    @Test(
        "the history is a path of the table, leases match the status, and versions have no gap",
        arguments: [1, 2, 3, 4] as [UInt64])
    func anything(_ seed: UInt64) async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            var random = SeededRandom(seed: seed)
            var ids: [String] = []
            for _ in 0..<90 { try await step(site, &ids, &random) }
            try await checkHistory(site, seed)
            try await checkLeases(site, seed)
            let gaps = try await site.rows(
                """
                SELECT b.id, b.version, count(e.version), max(e.version) FROM bookings b
                LEFT JOIN event_store e ON e.aggregate_id = b.id GROUP BY b.id, b.version
                HAVING count(e.version) <> b.version OR max(e.version) <> b.version
                    OR count(DISTINCT e.version) <> b.version
                """)
            #expect(gaps.isEmpty, "seed \(seed)")
        }
    }

    private func step(_ site: Site, _ ids: inout [String], _ random: inout SeededRandom) async throws {
        if ids.isEmpty || random.below(6) == 0 {
            // Few windows for many bookings, so that some are in each other's way.
            let body = Sample.body(site, days: 4, hours: Int(random.below(8)))
            let made = try await site.post(path, body)
            #expect([201, 409].contains(made.status), "\(made)")
            if made.status == 201 { ids.append(made.text("id")) }
            return
        }
        let id = ids[Int(random.below(UInt64(ids.count)))]
        let verbs = [
            "submit", "submit", "approve", "approve", "hold", "resume", "confirm", "start", "complete", "no-show",
            "cancel", "operational-check",
        ]
        let answer: SiteAnswer
        switch random.below(20) {
        case 0: answer = try await site.post("\(path)/\(id)/reject", #"{"reason":"no"}"#)
        case 1:
            let body = #"{"changes":[{"field":"title","reason":"why"}]}"#
            answer = try await site.post("\(path)/\(id)/request-changes", body)
        case 2: answer = try await site.post("\(path)/\(id)/status", #"{"newStatus":"draft"}"#)
        case 3, 4:
            let start = Sample.start(site, days: 4, hours: Int(random.below(8)))
            let end = start.advanced(by: .seconds(7200))
            let body = #"{"startDateTime":"\#(start)","endDateTime":"\#(end)"}"#
            answer = try await site.send("PATCH", "\(path)/\(id)", body, as: .manager, ("If-Match", "*"))
        case 5:
            let body = #"{"locationId":\#(random.below(2) == 0 ? "null" : "\"\(Sample.venue)\"")}"#
            answer = try await site.send("PATCH", "\(path)/\(id)", body, as: .manager, ("If-Match", "*"))
        case 6: return site.clock.advance(by: .seconds(3600 * Int(random.below(12))))
        case 7: return try await site.assign(id, as: "p", number: random.below(3), version: Int(random.below(9)) + 1)
        case 8, 9:
            return try await site.judge(id, version: Int(random.below(50)) + 1, of: Int(random.below(40)) + 1)
        default: answer = try await site.post("\(path)/\(id)/\(verbs[Int(random.below(UInt64(verbs.count)))])")
        }
        #expect([200, 400, 409, 422].contains(answer.status), "\(answer)")
    }

    private func checkHistory(_ site: Site, _ seed: UInt64) async throws {
        let rows = try await site.rows(
            """
            SELECT h.booking_id, coalesce(from_status, ''), to_status, b.status, h.version, b.version
            FROM booking_history h JOIN bookings b ON b.id = h.booking_id ORDER BY h.booking_id, h.version
            """)
        #expect(!rows.isEmpty)
        var (booking, reached, current) = ("", "", "")
        for row in rows.map({ $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }) {
            if row[0] != booking {
                #expect(reached == current, "seed \(seed): \(booking)")
                (booking, reached) = (row[0], "")
            }
            #expect(row[1] == reached, "seed \(seed): \(row)")
            let (from, to) = (BookingStatus(rawValue: row[1]), try #require(BookingStatus(rawValue: row[2])))
            if let from, from != to {
                #expect(BookingLifecycle.statuses.fact(from: from, to: to) != nil, "seed \(seed): \(row)")
            }
            (reached, current) = (row[2], row[3])
        }
        #expect(reached == current)
    }

    /// Firm is what was approved and has not ended; what has ended or was refused holds nothing; in between is a hold,
    /// which is gone when its time was over at the last change.
    private func checkLeases(_ site: Site, _ seed: UInt64) async throws {
        let rows = try await site.rows(
            """
            SELECT status, location_id IS NOT NULL,
                (SELECT count(*) FROM leases l WHERE l.booking_id = b.id AND l.status = 'active' AND kind = 'firm'),
                (SELECT count(*) FROM leases l WHERE l.booking_id = b.id AND l.status = 'active' AND kind = 'hold'),
                (SELECT count(*) FROM leases l WHERE l.booking_id = b.id AND l.status = 'active' AND NOT
                    (l.venue_id = b.location_id AND l.occupied @> tstzrange(b.starts_at, b.ends_at)))
            FROM bookings b
            """)
        for row in rows {
            let columns = row.split(separator: "|").map(String.init)
            let hasPlace = columns[1] == "t"
            switch try #require(BookingStatus(rawValue: columns[0])) {
            case .approved, .confirmed, .onHold, .inProgress:
                #expect(columns[2] == (hasPlace ? "1" : "0") && columns[3] == "0", "seed \(seed): \(row)")
            case .draft, .pendingApproval, .changesRequested:
                #expect(columns[2] == "0" && ["0", "1"].contains(columns[3]), "seed \(seed): \(row)")
            case .rejected, .completed, .cancelled, .expired, .noShow:
                #expect(columns[2] == "0" && columns[3] == "0", "seed \(seed): \(row)")
            }
            #expect(columns[4] == "0", "seed \(seed): \(row)")
        }
        let overlapping = try await site.rows(
            """
            SELECT a.id FROM leases a JOIN leases b ON a.venue_id = b.venue_id AND a.occupied && b.occupied AND a.id < b.id
            WHERE a.status = 'active' AND b.status = 'active'
            """)
        #expect(overlapping.isEmpty)
    }
}
