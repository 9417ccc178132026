import Identifiers
import JSON
import PlatformProtocol
import StaffDomain

/// `POST /assignments`.
struct CreateAssignment: Sendable, Equatable {
    let bookingID: BookingID
    let staffID: StaffID
    let role: String
    let hourlyRate: Int64?
    let specialRequirements: [String]
    let instructions: String?

    /// The currency is the booking's, which is not known here.
    var order: AssignmentOrder {
        AssignmentOrder(
            role: role, hourlyRate: hourlyRate, currency: .usd, specialRequirements: specialRequirements,
            instructions: instructions)
    }
}

extension CreateAssignment: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("bookingId", \.bookingID, .id()),
        Field("staffId", \.staffID, .id()),
        Field("role", \.role, .string(length: 1...100), "Some roles need a certificate"),
        Field(
            "hourlyRate", \.hourlyRate, .minorUnits(0...100_000_000).optional,
            "In the booking's currency; the person's usual rate when it is left out", classified: .restricted),
        Field(
            "specialRequirements", \.specialRequirements,
            .array(.string(length: 1...200), count: 0...50).defaulting(to: []),
            "The name of a certificate requires it until the last day of the event"),
        Field("instructions", \.instructions, .string(length: 1...2_000).optional))

    /// As the API's description shows it.
    static let example = CreateAssignment(
        bookingID: BookingID(UUID128(high: 0x0192_f0c1_4b1d_7c3a, low: 0x9d5e_2f8a_6b7c_8d9e)),
        staffID: StaffID(UUID128(high: 0x0192_f0c1_4b1d_7c3a, low: 0x9d5e_2f8a_6b7c_8d9f)), role: "budtender",
        hourlyRate: 3_250, specialRequirements: ["first_aid_cpr", "spanish"], instructions: "Back door")
}

/// `POST /assignments/{assignmentId}/cancel`.
struct CancelAssignment: Sendable, Equatable, JSONCodable {
    let reason: String?
    let expectedVersion: Int?

    static let json = JSONType.record(
        Self.init, Field("reason", \.reason, .string(length: 1...2_000).optional, "Told to whoever listens"),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional))
}
