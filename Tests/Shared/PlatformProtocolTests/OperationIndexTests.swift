import Testing

@testable import PlatformProtocol

@Suite("Finding the operation of a request")
struct OperationIndexTests {
    static let index = OperationIndex(PermissionTable.operations)

    func name(_ method: Operation.Method?, _ path: String) -> String {
        let bytes = Array(path.utf8)
        switch Self.index.match(method, path: bytes.span) {
        case .operation(let operation): return operation.name
        case .otherMethods(let methods): return "other: \(methods.map { "\($0.name)" }.joined(separator: " "))"
        case .nothing: return "nothing"
        }
    }

    static let rows: [(Operation.Method?, String, String)] = [
        (.get, "/api/v1/bookings", "listBookings"), (.post, "/api/v1/bookings", "createBooking"),
        (.get, "/api/v1/bookings/018f-x", "getBooking"), (.get, "/api/v1/bookings/statistics", "getBookingStatistics"),
        (.get, "/api/v1/bookings/reference/BR-1", "getBookingByReference"),
        (.get, "/api/v1/bookings/reference", "getBooking"),
        (.post, "/api/v1/bookings/reference/approve", "other: GET"),
        (.get, "/api/v1/bookings/reference/approve", "getBookingByReference"),
        (.post, "/api/v1/bookings/event-instances/7/ready", "markEventReady"),
        (.get, "/api/v1/bookings/event-instances/7", "getEventInstance"),
        (.get, "/api/v1/bookings/7/event-instances", "listEventInstances"),
        (.get, "/health", "getHealth"), (.get, "/health/live", "getLiveness"),
        (.delete, "/api/v1/bookings", "other: GET POST"), (nil, "/api/v1/bookings", "other: GET POST"),
        (.get, "/api/v1/bookings/7/approve", "other: POST"), (.get, "/api/v1/bookings/", "nothing"),
        (.get, "/api/v1//bookings", "nothing"), (.get, "/api/v1/Bookings", "nothing"), (.get, "/api/v1", "nothing"),
        (.get, "/", "nothing"), (.get, "", "nothing"), (.get, "api/v1/bookings", "nothing"),
        (.get, "/api/v1/bookings/1/2/3", "nothing"), (.get, "/api/v1/bookings?x=1", "nothing"),
    ]

    @Test("fixed segments win, unknown ones match nothing", arguments: rows)
    func match(method: Operation.Method?, path: String, expected: String) {
        // `reference/approve` is the reference "approve", whatever the method: no booking has the id "reference".
        #expect(name(method, path) == expected)
    }

    @Test("every operation is found by its own path")
    func complete() {
        for operation in PermissionTable.operations {
            let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "x-1" : $0 }
            #expect(name(operation.method, "/" + path.joined(separator: "/")) == operation.name)
        }
    }
}
