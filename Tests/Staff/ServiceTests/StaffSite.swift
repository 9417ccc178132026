import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import StaffService
import TestKit

let profiles = "/api/v1/staff/profiles"
let assignments = "/api/v1/staff/assignments"

extension TestCaller {
    static let admin = TestCaller(.orgAdmin, in: .first, subject: "admin")

    /// Somebody who works events, signed in as themselves.
    static func agent(_ subject: String) -> TestCaller { TestCaller(.brandAgent, in: .first, subject: subject) }
}

/// A body of `POST /profiles`.
func profile(_ user: String, _ more: String = "") -> String {
    #"{"userId":"\#(user)","displayName":"Robin \#(user)"\#(more)}"#
}

extension ServiceSite where Running == StaffAssignment {
    /// Whole hours after the test began.
    func hours(_ count: Int) -> Timestamp { clock.now.advanced(by: .seconds(count * 3_600)) }

    /// Puts somebody on file.
    func hire(_ user: String, _ more: String = "", as caller: TestCaller = .manager) async throws -> String {
        try await post(profiles, profile(user, more), as: caller).text("id")
    }

    func assign(
        _ staff: String, to booking: TestBooking, _ more: String = "", as caller: TestCaller = .manager
    ) async throws -> SiteAnswer {
        let body = #"{"bookingId":"\#(booking.id)","staffId":"\#(staff)","role":"host"\#(more)}"#
        return try await post(assignments, body, as: caller)
    }
}
