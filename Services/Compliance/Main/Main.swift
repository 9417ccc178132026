import ComplianceService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceProgram.main(ComplianceManagement.self)
    }
}
