import Identifiers
import JSON
import KitsService
import PlatformProtocol
import ServiceTestKit
import TestKit

let kits = "/api/v1/kits"
let instances = "/api/v1/kits/instances"

/// A body of `POST /instances`: a kit in California, an hour to prepare and two on the way.
func kit(_ name: String = "Demo kit", _ more: String = "", touches: Bool = true) -> String {
    """
    {"name":"\(name)","template":"product_demo_kit","homeState":"california","isPlantTouching":\(touches),
    "preparationMinutes":60,"transitMinutes":120\(more)}
    """
}

extension ServiceSite where Running == KitManagement {
    /// Whole hours after the test began.
    func hours(_ count: Int) -> Timestamp { clock.now.advanced(by: .seconds(count * 3_600)) }

    func stock(_ body: String = kit(), as caller: TestCaller = .manager) async throws -> String {
        try await post(instances, body, as: caller).text("id")
    }

    func allocate(
        _ instance: String, to booking: TestBooking, _ more: String = "", as caller: TestCaller = .manager
    ) async throws -> SiteAnswer {
        try await post(kits, #"{"bookingId":"\#(booking.id)","instanceId":"\#(instance)"\#(more)}"#, as: caller)
    }
}
