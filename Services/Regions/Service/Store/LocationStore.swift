import Identifiers
import JSON
import PlatformProtocol
import Postgres
import RegionsDomain

extension LocationKind: PostgresEncodable, PostgresDecodable {}
extension LocationStatus: PostgresEncodable, PostgresDecodable {}
extension LocationBookingPolicy: PostgresEncodable, PostgresDecodable {}
extension VenueType: PostgresEncodable, PostgresDecodable {}
extension USState: PostgresEncodable, PostgresDecodable {}
