import HTTPWire
import Identifiers
import JSON
import PlatformProtocol
import TestKit
import Testing

@testable import HTTPServer

/// What the tests filter by: one parameter of each kind.
private struct Filter: QueryReadable {
    let states: [USState]
    let status: LocationStatus?
    let search: String?
    let capacity: Int
    let latitude: Double?
    let isShared: Bool?
    let from: Timestamp?
    let to: Timestamp?
    let day: CalendarDay?
    let bookings: [BookingID]

    static let query = QueryType(
        Self.init,
        Parameter("state", .oneOf().repeated(atMost: 3), "Any of these"),
        Parameter("status", .oneOf().optional),
        Parameter("search", .text(length: 2...10).optional, example: "vault"),
        Parameter("capacity", .integer(1...500).defaulting(to: 50)),
        Parameter("latitude", .double(-90...90).optional),
        Parameter("shared", .bool.optional),
        Parameter("from", .dateTime.optional),
        Parameter("to", .dateTime.optional),
        Parameter("day", .day.optional),
        Parameter("bookingId", .id().repeated)
    ).checked { filter, faults in
        guard let from = filter.from, let to = filter.to, to <= from else { return }
        faults.add("to", .endNotAfterStart, "must be after from")
    }

    var text: String {
        let parts: [String?] = [
            states.map(\.rawValue).joined(separator: "+"), status?.rawValue, search, "\(capacity)",
            latitude.map { "\($0)" }, isShared.map { "\($0)" }, from?.description, day?.description,
            bookings.map { $0.description }.joined(separator: "+"),
        ]
        return parts.map { $0 ?? "-" }.joined(separator: " ")
    }
}

/// A second type that is read from the same query.
private struct Slice: QueryReadable {
    let limit: Int
    let cursor: String

    static let query = QueryType(
        Self.init, Parameter("limit", .integer(1...200).defaulting(to: 50)), Parameter("cursor", .text()))
}

/// A parameter of a path that is more than its name says.
private let stateParameter = Parameter<USState>("state", .oneOf())

@Suite("Parameters of a request")
struct QueryTests {
    private static func route(_ name: String) throws -> PlatformProtocol.Operation {
        try #require(PermissionTable.operation(named: name))
    }

    private static func routes() throws -> [Route] {
        [
            Route(open: .getVersion, asks: Filter.self) { _, filter in .json(Array(filter.text.utf8)) },
            Route(open: .getDescriptor, asks: Filter.self, Slice.self) { _, filter, slice in
                .json(Array("\(filter.capacity) \(slice.limit) \(slice.cursor)".utf8))
            },
            Route(open: .getHealth) { _ in .json([]) },
            Route(try route("getBooking")) { request in
                let id: BookingID = try request.id()
                return .json(Array(id.description.utf8))
            },
            Route(try route("getOperatingState"), path: [stateParameter.description]) { request in
                .json(Array(try request.path(stateParameter).usps.utf8))
            },
            Route(try route("getBookingHistory")) { request in
                let id: BookingID = try request.id("kitId")
                return .json(Array(id.description.utf8))
            },
        ]
    }

    private func ask(_ target: String, _ fields: String...) async throws -> ParsedResponse {
        let head = ["GET \(target) HTTP/1.1", "Host: x", "Connection: close"] + fields
        return try await withServer(
            handler: try Router(try Self.routes(), authenticator: try TestIdentity.authenticator())
        ) { server in
            ParsedResponse(try await server.exchange(head.joined(separator: "\r\n") + "\r\n\r\n"))
        }
    }

    private static let id = "0190a6c2-7b1e-7cc3-98c4-dc0c0c07398f"

    @Test(
        "a query is read as the declared type",
        arguments: [
            ("", " - - 50 - - - - "),
            ("?", " - - 50 - - - - "),
            ("?state=new_york", "new_york - - 50 - - - - "),
            ("?state=texas&state=new_york&state=texas", "texas+new_york+texas - - 50 - - - - "),
            ("?status=pending_approval&capacity=1", " pending_approval - 1 - - - - "),
            ("?search=a+b&&capacity=500", " - a b 500 - - - - "),
            ("?s%65arch=caf%C3%A9%2B%20", " - café+  50 - - - - "),
            ("?latitude=-34.05&shared=true", " - - 50 -34.05 true - - "),
            ("?from=2026-03-31T18:30:00%2B02:00", " - - 50 - - 2026-03-31T16:30:00.000Z - "),
            ("?day=2028-02-29&shared=false", " - - 50 - false - 2028-02-29 "),
            ("?bookingId=\(id.uppercased())", " - - 50 - - - - \(id)"),
        ])
    func reading(query: String, expected: String) async throws {
        let response = try await ask("/version" + query)
        #expect(response.status == 200)
        #expect(response.body == expected)
    }

    @Test(
        "a value that may not be is 400, with the parameter's pointer and a code",
        arguments: [
            ("state=new+york", "/query/state/0", "not_allowed"),
            ("state=texas,maine", "/query/state/0", "not_allowed"),
            ("state=texas&state=Maine", "/query/state/1", "not_allowed"),
            ("state=texas&state=maine&state=ohio&state=nevada", "/query/state", "too_many_items"),
            ("status=", "/query/status", "not_allowed"),
            ("status=draft&status=draft", "/query/status", "duplicate_parameter"),
            ("search=a", "/query/search", "too_short"),
            ("search=abcdefghijk", "/query/search", "too_long"),
            ("search=ab%07", "/query/search", "bad_character"),
            ("capacity=0", "/query/capacity", "out_of_range"),
            ("capacity=501", "/query/capacity", "out_of_range"),
            ("capacity=99999999999999999999999999", "/query/capacity", "out_of_range"),
            ("capacity=1e2", "/query/capacity", "wrong_type"),
            ("capacity=007", "/query/capacity", "wrong_type"),
            ("capacity=%205", "/query/capacity", "wrong_type"),
            ("capacity=", "/query/capacity", "wrong_type"),
            ("capacity=-", "/query/capacity", "wrong_type"),
            ("latitude=90.1", "/query/latitude", "out_of_range"),
            ("latitude=NaN", "/query/latitude", "wrong_type"),
            ("latitude=%5B%5D", "/query/latitude", "wrong_type"),
            ("shared", "/query/shared", "wrong_type"),
            ("shared=1", "/query/shared", "wrong_type"),
            ("from=2026-03-31", "/query/from", "bad_format"),
            ("from=2026-03-31T18:30:00+02:00", "/query/from", "bad_format"),
            ("from=2026-03-31T18:30:00Z&to=2026-03-31T18:30:00Z", "/query/to", "end_not_after_start"),
            ("day=2027-02-29", "/query/day", "bad_format"),
            ("bookingId=1", "/query/bookingId/0", "bad_format"),
            ("nowhere=1", "/query/nowhere", "unknown_parameter"),
            ("State=texas", "/query/State", "unknown_parameter"),
            ("=1", "/query/", "unknown_parameter"),
            ("a%2Fb~=1", "/query/a~1b~0", "unknown_parameter"),
        ])
    func refusing(query: String, pointer: String, code: String) async throws {
        let response = try await ask("/version?" + query)
        #expect(response.status == 400)
        #expect(response.body.contains(#""code":"invalid_parameter""#))
        #expect(response.body.contains(#""errors":[{"pointer":"\#(pointer)","code":"\#(code)","message":"#))
        #expect(response.body.components(of: "\"pointer\"") == 1)
    }

    @Test("everything that is wrong is told at once, and no value is repeated")
    func everything() async throws {
        let response = try await ask("/descriptor?limit=secret&state=secret&x=secret&x=secret&capacity=0")
        #expect(response.status == 400)
        let found = ["/query/x", "/query/state/0", "/query/capacity", "/query/limit", "/query/cursor"]
        for pointer in found { #expect(response.body.contains("\"\(pointer)\"")) }
        #expect(response.body.components(of: "\"pointer\"") == found.count)
        #expect(response.body.contains("missing_parameter"))
        #expect(!response.body.contains("secret"))
    }

    @Test("two types are read from one query, and what one of them knows is not unknown")
    func composed() async throws {
        #expect(try await ask("/descriptor?cursor=abc&capacity=7&limit=200").body == "7 200 abc")
    }

    @Test("a route that asks for nothing refuses any parameter")
    func nothing() async throws {
        #expect(try await ask("/health").status == 200)
        #expect(try await ask("/health?").status == 200)
        #expect(try await ask("/health?verbose=1").status == 400)
    }

    @Test("the number of parameters, the list of faults and the names in it are bounded")
    func bounds() async throws {
        let limit = RoutingLimits.queryItemsMax
        let many = (1...limit).map { "p\($0)=1" }.joined(separator: "&")
        let listed = try await ask("/health?" + many)
        #expect(listed.status == 400)
        #expect(listed.body.components(of: "\"pointer\"") == RoutingLimits.parameterFaultsMax)
        let more = try await ask("/health?" + many + "&q")
        #expect(more.status == 400)
        #expect(more.body.contains("more than \(limit) parameters"))
        let long = try await ask("/health?" + String(repeating: "n", count: RoutingLimits.faultNameLengthMax + 1))
        let shown = "/query/" + String(repeating: "n", count: RoutingLimits.faultNameLengthMax)
        #expect(long.body.contains("\"\(shown)\""))
    }

    @Test("a query that is not text is 400", arguments: ["%FF", "a=%00", "%C3%28=1"])
    func malformed(query: String) async throws {
        let response = try await ask("/health?" + query)
        #expect(response.status == 400)
        #expect(response.body.contains("invalid_parameter"))
    }

    @Test(
        "an id in a path that is no UUID is not there; a path parameter of a kind of its own likewise",
        arguments: [
            ("/api/v1/bookings/\(id)", 200, id), ("/api/v1/bookings/\(id.uppercased())", 200, id),
            ("/api/v1/bookings/17", 404, "not_found"), ("/api/v1/bookings/\(id)0", 404, "not_found"),
            ("/api/v1/bookings/%7B\(id)%7D", 404, "not_found"),
            ("/api/v1/regions/states/maine", 200, "ME"), ("/api/v1/regions/states/Maine", 404, "not_found"),
            ("/api/v1/bookings/\(id)/history", 500, "internal_error"),
        ])
    func paths(path: String, status: Int, body: String) async throws {
        let token = try TestIdentity.token(roles: ["manager"])
        let response = try await ask(path, "Authorization: Bearer \(token)")
        #expect(response.status == status)
        #expect(response.body.contains(body))
    }

    @Test("who may not call learns nothing about parameters")
    func order() async throws {
        let token = try TestIdentity.token(roles: ["guest"])
        let path = "/api/v1/bookings/\(Self.id)/history?x=1"
        #expect(try await ask(path, "Authorization: Bearer \(token)").status == 403)
        #expect(try await ask(path).status == 401)
    }

    @Test("a parameter that two types of a route declare, or that its path has not, is refused at start")
    func misdeclared() throws {
        let twice = Route(open: .getVersion, asks: Filter.self, Filter.self) { _, _, _ in Response(.ok) }
        let stray = Route(open: .getVersion, path: [stateParameter.description]) { _ in Response(.ok) }
        for route in [twice, stray] {
            #expect(throws: Router.Fault.self) {
                try Router([route], authenticator: try TestIdentity.authenticator())
            }
        }
    }

    @Test("a route knows what the description needs, and fills in what its method and path say")
    func contract() throws {
        let filter = try Self.routes()[0].contract
        #expect(filter.query.map(\.name).prefix(3) == ["state", "status", "search"])
        #expect(filter.query.map(\.isRepeated).prefix(2) == [true, false])
        #expect(filter.query.allSatisfy { !$0.isRequired })
        #expect(filter.query[2].example == "vault")
        #expect(filter.query[3].schema.document()["default"] == 50)
        #expect(Slice.query.parameters[1].isRequired)

        let get = Route(try Self.route("getBooking")) { _ in Response(.ok) }.contract
        #expect(get.path.map(\.name) == ["bookingId"])
        #expect(get.path[0].schema.document()["format"] == "uuid")
        #expect(get.versioning == .none && !get.takesIdempotencyKey)
        let put = Route(try Self.route("replaceBooking")) { _ in Response(.ok) }.contract
        #expect(put.versioning == .required && !put.takesIdempotencyKey)
        let post = Route(try Self.route("createBooking")) { _ in Response(.ok) }.contract
        #expect(post.versioning == .none && post.takesIdempotencyKey)
        let check = Route(try Self.route("checkAvailability")) { _ in Response(.ok) }.contract
        #expect(!check.takesIdempotencyKey)
        let reference = Route(try Self.route("getBookingByReference")) { _ in Response(.ok) }.contract
        #expect(reference.path[0].schema.document()["maxLength"] == .number(.integer(128)))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
