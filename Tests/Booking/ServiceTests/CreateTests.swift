import Identifiers
import JSON
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

@Suite("Making bookings", .serialized)
struct CreateBookingTests {
    @Test("a booking is made as a draft that holds its slot, is answered with its version, and told")
    func create() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let made = try await site.post(path, Sample.body(site, ##","budget":"1250.50","source":"web""##))
            #expect(made.status == 201, "\(made)")
            #expect(made.text("status") == "draft")
            #expect(made.field("ETag") == "\"1\"")
            #expect(made.field("Location") == "\(path)/\(made.text("id"))")
            // What was left out is the location's.
            #expect(made.text("timezone") == "America/Los_Angeles")
            #expect(made.text("city") == "Oakland")
            #expect(made.response.body.contains(#""budget":1250.50"#))
            #expect(made["progress", "allowedStatuses"] == ["pending_approval", "cancelled"])
            let read = try await site.get("\(path)/\(made.text("id"))")
            #expect(read.json == made.json)
            #expect(try await site.get("\(path)/reference/\(made.text("reference").lowercased())").json == made.json)
            let told = try await site.told()
            #expect(told.map(\.type) == [.bookingCreated])
            let payload = try told[0].payload(as: BookingCreated.self)
            #expect(payload.booking.version == 1 && payload.booking.budget == 125_050)
            #expect(payload.locationRequirements?.capacity == 100)
            let lease = try await site.rows(
                """
                SELECT kind, lower(occupied) = starts_at - interval '60 minutes',
                    upper(occupied) = ends_at + interval '30 minutes', expires_at = hold_expires_at, is_exclusive
                FROM leases JOIN bookings ON bookings.id = booking_id
                """)
            #expect(lease == ["hold|t|t|t|t"])
        }
    }

    @Test("the names of older clients say the same: by moments, by a day and a time there, by a duration")
    func names() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let start = Timestamp(secondsSinceEpoch: Sample.start(site, days: 20).secondsSinceEpoch)
            let end = start.advanced(by: .seconds(5400))
            let scheduled = try await site.post(
                path, Sample.body(site, times: #""scheduledStart":"\#(start)","scheduledEnd":"\#(end)""#))
            #expect(scheduled["startDateTime"] == .string("\(start)"), "\(scheduled)")
            #expect(scheduled["endDateTime"] == .string("\(end)"))
            let body = Sample.body(
                site, location: nil, times: #""booking_date":"2027-07-04","booking_time":"18:30","duration_minutes":90"#
            )
            let local = try await site.post(
                path, body.replacing(#""state":"california","timezone":"UTC""#, with: #""venue_id":"\#(Sample.venue)""#)
            )
            #expect(local["startDateTime"] == "2027-07-05T01:30:00.000Z", "\(local)")
            #expect(local["endDateTime"] == "2027-07-05T03:00:00.000Z")
            #expect(local.text("locationId") == "\(Sample.venue)")
            let late = try await site.post(
                path,
                Sample.body(site, times: #""booking_date":"2027-07-06","booking_time":"22:00","end_time":"01:00""#))
            #expect(late["endDateTime"] == "2027-07-07T08:00:00.000Z", "\(late)")
            let party = try await site.post(
                path,
                """
                {"title":"Dinner","cannabisBookingType":"private_party","venue_id":"\(Sample.venue)","party_size":12,
                "booking_date":"2027-07-08","booking_time":"19:00","duration_minutes":120}
                """)
            #expect(party["operationalRequirements", "expectedAttendance"] == 12, "\(party)")
        }
    }

    @Test("an hour that the clocks skip is refused, and of one that they show twice the first is meant")
    func clocks() async throws {
        let zone = "America/Los_Angeles"
        let spring = try #require(CalendarDay(year: 2027, month: 3, day: 14))
        let autumn = try #require(CalendarDay(year: 2027, month: 11, day: 7))
        #expect(Timestamp(spring, secondsOfDay: 2 * 3600 + 1800, in: zone) == nil)
        #expect(Timestamp(spring, secondsOfDay: 3 * 3600, in: zone)?.description == "2027-03-14T10:00:00.000Z")
        #expect(Timestamp(spring, secondsOfDay: 3600, in: zone)?.description == "2027-03-14T09:00:00.000Z")
        #expect(Timestamp(autumn, secondsOfDay: 5400, in: zone)?.description == "2027-11-07T08:30:00.000Z")
        #expect(Timestamp(autumn, secondsOfDay: 7200, in: zone)?.description == "2027-11-07T10:00:00.000Z")
        #expect(Timestamp(autumn, secondsOfDay: 7200, in: "Nowhere/There") == nil)
        for text in ["24:00", "12:60", "1:00", "12", "12:00:00:00", "a2:00", "-1:00"] {
            #expect(ClockTime(text) == nil, "\(text)")
        }
        #expect(ClockTime("23:59:59")?.seconds == 86_399)
    }

    @Test("bad bodies are refused with every fault, and leave nothing")
    func badBodies() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let (start, end) = (Sample.start(site), Sample.start(site, hours: 2))
            let table: [(String, Int, [String])] = [
                ("{", 400, []),
                (Sample.body(site, #","colour":"red""#), 400, ["/colour"]),
                ("{}", 422, ["/title", "/cannabisBookingType"]),
                (
                    Sample.body(site, location: nil, times: #""description":"x""#), 422,
                    ["/startDateTime", "/endDateTime"]
                ),
                (
                    Sample.body(
                        site,
                        times: """
                            "startDateTime":"\(start)","scheduledStart":"\(start)","endDateTime":"\(end)",
                            "scheduledEnd":"\(end)","duration_minutes":60,"end_time":"10:00"
                            """), 422, ["/scheduledStart", "/scheduledEnd", "/end_time", "/duration_minutes"]
                ),
                (
                    Sample.body(site, #","venue_id":"\#(Sample.venue)","party_size":3"#), 422,
                    ["/venue_id", "/party_size"]
                ),
                (
                    Sample.body(site, title: " ", times: #""startDateTime":"\#(end)","endDateTime":"\#(start)""#), 422,
                    ["/title", "/endDateTime"]
                ),
                (Sample.body(site, days: -1), 422, ["/startDateTime"]),
                (Sample.body(site, days: 4_000), 422, ["/startDateTime"]),
                (Sample.body(site, #","metadata":{"a":"\u0000"}"#), 422, [""]),
                (
                    Sample.body(site, #","staffRequirements":{"roles":[{"count":0}]}"#), 422,
                    ["/staffRequirements/roles/0/role"]
                ),
                (Sample.body(site, #","equipmentRequirements":"two""#), 422, ["/equipmentRequirements"]),
                (Sample.body(site, #","expectedVersion":1"#), 422, ["/expectedVersion"]),
                (Sample.body(site, #","budget":-1"#), 422, ["/budget"]),
                (Sample.body(site, #","timezone":"PST""#), 422, ["/timezone"]),
                (Sample.body(site, #","organizationId":"\#(OrganizationID.second)""#), 404, []),
            ]
            for (body, status, pointers) in table {
                let answer = try await site.post(path, body)
                #expect(answer.status == status, "\(body)\n\(answer)")
                guard case .array(let errors) = answer["errors"] else {
                    #expect(pointers.isEmpty, "\(answer)")
                    continue
                }
                let found = errors.map { "pointer".step(into: $0) }
                for pointer in pointers { #expect(found.contains(.string(pointer)), "\(pointer)\n\(answer)") }
            }
            #expect(try await site.told().isEmpty)
            #expect(try await site.rows("SELECT id FROM leases UNION ALL SELECT id FROM bookings").isEmpty)
        }
    }

    @Test("a state without operations may be planned for, but not handed in")
    func plannedState() async throws {
        try await withService(BookingManagement.self) { site in
            let body = Sample.body(site, location: nil).replacing("california", with: "texas")
            let id = try await site.booking(body: body)
            let refused = try await site.post("\(path)/\(id)/submit")
            #expect(refused.status == 422 && refused.text("code") == "state_not_operable", "\(refused)")
        }
    }

    @Test("a location has to be one that may be booked for that, and says why it cannot be")
    func locations() async throws {
        try await withService(BookingManagement.self) { site in
            func id(_ number: UInt64) -> LocationID { LocationID(UUID128(high: 0x7777, low: number)) }
            let table: [(LocationSnapshot, String?)] = [
                (try Sample.location(id(1), of: .second, kind: .private), "unknown_location"),
                (try Sample.location(id(2), of: .second, status: .pendingApproval), "not_approved"),
                (try Sample.location(id(3), of: .second, policy: .namedGrants), "not_granted"),
                (try Sample.location(id(4), of: .second, policy: .namedGrants, grantedTo: [.first]), nil),
                (try Sample.location(id(5), of: .second, kind: .retired), "unknown_location"),
                (try Sample.location(id(6), kind: .retired), "retired"),
                (try Sample.location(id(7), kind: .private, capacity: 39), "too_small"),
                (try Sample.location(id(8), kind: .private, status: .draft), nil),
                (try Sample.location(id(9), of: .second, policy: .venueApproval, capacity: 40), nil),
            ]
            for (location, refusal) in table {
                try await site.open(location)
                let answer = try await site.post(path, Sample.body(site, location: location.id))
                #expect(answer.status == (refusal == nil ? 201 : 422), "\(location.id) \(answer)")
                #expect(answer.text("errors", 0, "code") == refusal ?? "", "\(answer)")
            }
            let nowhere = try await site.post(path, Sample.body(site, location: id(99)))
            #expect(nowhere.text("errors", 0, "code") == "unknown_location", "\(nowhere)")
            let elsewhere = try await site.post(
                path, Sample.body(site, location: id(4), #","state":"colorado","timezone":"America/Denver""#))
            #expect(elsewhere.text("errors", 0, "code") == "other_state", "\(elsewhere)")
        }
    }

    @Test(
        "who repeats a request gets the first answer byte for byte, by either name of the key; another body is refused")
    func replay() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let body = Sample.body(site, #","idempotency_key":"abc""#)
            let first = try await site.post(path, body)
            let again = try await site.send("POST", path, body, as: .manager, ("Idempotency-Key", "abc"))
            #expect(first.status == 201 && again.status == 201, "\(again)")
            #expect(again.response.body == first.response.body)
            #expect(again.field("Idempotent-Replayed") == "true")
            #expect(again.field("ETag") == first.field("ETag") && again.field("Location") == first.field("Location"))
            let other = try await site.post(path, Sample.body(site, days: 11, #","idempotency_key":"abc""#))
            #expect(other.status == 409 && other.text("code") == "idempotency_key_reused", "\(other)")
            let one = "\(path)/\(first.text("id"))"
            let action = #"{"idempotency_key":"s"}"#
            let submitted = try await site.post("\(one)/submit", action)
            #expect(submitted.status == 200)
            #expect(try await site.post("\(one)/submit", action).response.body == submitted.response.body)
            #expect(try await site.told().count == 4)
        }
    }

    @Test("what could not be told with every event is refused, a byte above the limit, and leaves nothing")
    func tooLarge() async throws {
        try await withService(BookingManagement.self) { site in
            // Four documents of at most 64 KiB and a description: just above a quarter of a megabyte.
            func body(_ last: Int) -> String {
                func document(_ bytes: Int) -> String { "\"\(String(repeating: "x", count: bytes - 2))\"" }
                // The description is a byte, and no products are two.
                return Sample.body(
                    site, location: nil,
                    """
                    ,"description":"x","requirements":\(document(65_536)),"metadata":\(document(65_536)),
                    "staffRequirements":{"a":\(document(65_530))},"equipmentRequirements":{"a":\(document(last))}
                    """)
            }
            let limit = BookingServiceLimits.detailsBytesMax - 1 - 2 - 3 * 65_536 - 6
            let refused = try await site.post(path, body(limit + 1))
            #expect(refused.status == 422 && refused.text("detail").contains("262145"), "\(refused.text("detail"))")
            #expect(try await site.rows("SELECT id FROM bookings").isEmpty)
            let made = try await site.post(path, body(limit))
            #expect(made.status == 201, "\(made.text("detail"))")
            // Whatever is said about it then has room.
            let changes = (0..<100).map { _ in
                #"{"field":"f","reason":"\#(String(repeating: "y", count: 2_000))"}"#
            }
            let one = "\(path)/\(made.text("id"))"
            #expect(try await site.post("\(one)/submit").status == 200)
            let asked = #"{"changes":[\#(changes.joined(separator: ","))]}"#
            #expect(try await site.post("\(one)/request-changes", asked).status == 200)
            #expect(try await site.post("\(one)/submit").status == 200)
            let wide = asked.replacing("y", with: "é").replacing(
                "f\"", with: "f\",\"suggestedValue\":\"\(String(repeating: "é", count: 2_000))\"")
            let tooMuch = try await site.post("\(one)/request-changes", wide)
            #expect(tooMuch.status == 422 && tooMuch.text("detail").contains("Say less"), "\(tooMuch)")
            let remark = String(repeating: "z", count: BookingServiceLimits.remarkBytesMax - 2)
            for (text, status) in [(remark, 400), (remark + "z", 422)] {
                let body = #"{"newStatus":"completed","metadata":"\#(text)"}"#
                #expect(try await site.post("\(one)/status", body).status == status)
            }
        }
    }

    @Test("a reference that is taken is drawn again")
    func references() async throws {
        try await withService(BookingManagement.self) { site in
            // The first two rows break the key of references, whatever they are: the sequence counts on when they are
            // rolled back.
            try await site.test.run(
                """
                CREATE SEQUENCE draws;
                CREATE FUNCTION clash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                    IF nextval('public.draws') <= 2 THEN
                        RAISE unique_violation USING CONSTRAINT = 'bookings_reference';
                    END IF;
                    RETURN new;
                END $$;
                CREATE TRIGGER clash BEFORE INSERT ON bookings FOR EACH ROW EXECUTE FUNCTION clash();
                """, as: .owner)
            let made = try await site.post(path, Sample.body(site, location: nil))
            #expect(made.status == 201, "\(made)")
            #expect(try await site.told().count == 1)
        }
    }
}
