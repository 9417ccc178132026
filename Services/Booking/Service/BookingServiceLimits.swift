import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

/// The sizes that no rule of a booking knows: those of what is sent about it.
enum BookingServiceLimits {
    /// Products, description and documents of one booking together, in bytes of JSON. Every event carries them, beside
    /// up to a thousand people and kits and whatever the event itself says, and brokers take a megabyte.
    static let detailsBytesMax = 262_144
    /// What a caller says about a change beyond what the rule asks for; every event of the change carries it.
    static let remarkBytesMax = 4_096
}

extension BookingDetails {
    /// Refuses what could not be told.
    func checkSize() throws(Problem) {
        let documents = [
            requirements, staffRequirements?.document, equipmentRequirements?.document, metadata,
        ]
        let size =
            CannabisProduct.list.encoded(products.map(CannabisProduct.init)).count + description.utf8.count
            + documents.reduce(0) { $0 + ($1?.canonicalBytes.count ?? 0) }
        guard size > BookingServiceLimits.detailsBytesMax else { return }
        throw Problem(
            .validationFailed,
            detail: """
                Products, description and documents are \(size) bytes; together they may be \
                \(BookingServiceLimits.detailsBytesMax).
                """)
    }
}
