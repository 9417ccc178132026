import Identifiers
import JSON

/// The JSON codec: what parses is written and parsed as the same value, the canonical form is the only one of its
/// value, a decoded record is encoded and decoded as the same record, and faults are as they are described.
func check(_ input: [UInt8]) {
    for limits in [JSONLimits.standard, narrow] {
        do throws(JSONFault) {
            let value = try JSONValue(parsing: input, limits: limits)
            checkValue(value)
        } catch {
            checkFault(error, in: input)
        }
    }
    checkRecord(input)
}

/// Low enough for short inputs to pass them.
private let narrow: JSONLimits = {
    var limits = JSONLimits()
    limits.documentBytesMax = 200
    limits.depthMax = 3
    limits.stringBytesMax = 10
    limits.nameBytesMax = 5
    limits.membersMax = 4
    limits.elementsMax = 4
    limits.numberBytesMax = 12
    limits.faultsMax = 3
    return limits
}()

private func checkValue(_ value: JSONValue) {
    let written = value.bytes
    let canonical = value.canonicalBytes
    do {
        let again = try JSONValue(parsing: written)
        demand(again == value, "\(value) was written as \(again)")
        demand(again.bytes == written, "written differently the second time: \(value)")
        let normal = try JSONValue(parsing: canonical)
        demand(normal == value, "\(value) has the canonical form of \(normal)")
        demand(normal.canonicalBytes == canonical, "two canonical forms: \(value)")
    } catch {
        demand(false, "\(value) cannot be read again: \(error)")
    }
}

private func checkFault(_ fault: JSONFault, in input: [UInt8]) {
    guard let offset = fault.offset else { return demand(false, "no offset: \(fault)") }
    demand((0...input.count).contains(offset), "offset \(offset) of \(input.count)")
    demand(fault.pointer.isEmpty || fault.pointer.utf8.first == UInt8(ascii: "/"), "no pointer: \(fault.pointer)")
}

/// One member of each kind that a declaration can have.
private struct Everything: JSONCodable, Equatable {
    enum Mood: String, CaseIterable { case calm, busy }

    var name: String
    var count: Int
    var price: JSONDecimal?
    var cents: Int64?
    var ratio: Double?
    var mood: Mood?
    var isOpen: Bool?
    var start: Timestamp?
    var day: CalendarDay?
    var rest: JSONValue?
    var tags: [String]?
    var inner: Inner?

    static let json = JSONType.record(
        Self.init,
        Field("name", \.name, .string(length: 1...5)),
        Field("count", \.count, .integer(-10...1_000)),
        Field("price", \.price, .money(-100...1_000).optional),
        Field("cents", \.cents, .minorUnits(0...100_000).optional),
        Field("ratio", \.ratio, .double(-1e9...1e9).optional),
        Field("mood", \.mood, .oneOf().optional),
        Field("open", \.isOpen, .bool.optional),
        Field("start", \.start, .dateTime(fraction: .microseconds).optional),
        Field("day", \.day, .day.optional),
        Field("rest", \.rest, .any.optional),
        Field("tags", \.tags, .array(.string(length: 0...4), count: 0...3).optional),
        Field("inner", \.inner, .nested().optional))
}

private struct Inner: JSONCodable, Equatable {
    var id: String
    static let json = JSONType.openRecord(Self.init, Field("id", \.id, .uuid))
}

private func checkRecord(_ input: [UInt8]) {
    do throws(JSONFaults) {
        let record = try Everything(json: input)
        let written = record.jsonBytes()
        do throws(JSONFaults) {
            let again = try Everything(json: written)
            demand(again == record, "\(record) was written as \(again)")
            demand(again.jsonBytes() == written, "written differently the second time: \(record)")
        } catch {
            demand(false, "\(record) cannot be read again: \(error)")
        }
    } catch {
        demand(!error.list.isEmpty && error.list.count <= JSONLimits.standard.faultsMax, "\(error.list.count) faults")
        for fault in error.list where fault.offset != nil { checkFault(fault, in: input) }
        demand(error.areSyntax || (try? JSONValue(parsing: input)) != nil || hasTwins(error), "not JSON, yet: \(error)")
    }
}

/// A member that comes twice is a fault of shape to a declaration, and a fault of syntax to a bare value.
private func hasTwins(_ faults: JSONFaults) -> Bool {
    faults.list.contains { $0.code == .duplicateMember } || !faults.areComplete
}
