import ComplianceService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceHost.main(ComplianceManagement.self)
    }
}
