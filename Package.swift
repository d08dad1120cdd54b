// swift-tools-version: 6.2

import PackageDescription

/// Every room is built alike: language mode 6, upcoming features on, a warning is an error.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let asyncAlgorithms = Target.Dependency.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let inMemoryLogging = Target.Dependency.product(name: "InMemoryLogging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil, features: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings + features)
}

/// Of a room that only reckons. Debug builds optimise it too: the tests spend most of their time there.
func pureRoom(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: swiftSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

func benchmark(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "ops/benchmarks/\(name)", resources: resources, swiftSettings: swiftSettings)
}

let package = Package(
    name: "maintien",
    products: [.executable(name: "maintien", targets: ["maintien"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The pure rooms: values only, nothing imported but each other.
        pureRoom("CivilTime"),
        pureRoom("HTML"),
        pureRoom("JSON"),
        pureRoom("Contracts", ["CivilTime"]),
        pureRoom("Words", ["CivilTime", "Contracts"]),
        pureRoom("Billing", ["CivilTime", "Contracts"]),
        room("BankFiles", ["Billing", "CivilTime"]),
        room("Seals", ["CivilTime", crypto]),
        pureRoom(
            "Picture", ["CivilTime", "Contracts", "HTML", "Words"],
            resources: [.embedInCode("Style/palette.css"), .embedInCode("Style/picture.css")]),

        // PostgreSQL.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        room("Postgres", ["CLibPQ", logging]),
        room("PrivatePostgres"),
        .target(
            name: "DatabaseSchema", dependencies: ["Postgres", crypto], path: "db",
            resources: [.embedInCode("migrations"), .embedInCode("schemes")], swiftSettings: swiftSettings),
        room("EventLog", ["Postgres", crypto]),
        room("Vault", ["Postgres", crypto]),
        room("Access", ["JSON", "Postgres", crypto, jwtKit, asyncHTTPClient]),

        // The service.
        room(
            "ContractService",
            ["Billing", "CivilTime", "Contracts", "JSON", "DatabaseSchema", "EventLog", "Vault", "Postgres", asyncAlgorithms]),
        room("Portfolio", ["CivilTime", "Contracts", "JSON", "ContractService", "EventLog", "Postgres", logging, metrics]),
        room(
            "BillingService",
            [
                "BankFiles", "Billing", "CivilTime", "ContractService", "Contracts", "EventLog", "JSON", "Portfolio", "Postgres", "Vault",
                crypto, logging,
            ]),
        room("MadeUp", ["CivilTime", "Contracts", "ContractService", "EventLog", "Postgres"]),
        room("Observability", [logging, coreMetrics]),
        room(
            "BackOffice",
            [
                "Access", "Billing", "BillingService", "CivilTime", "ContractService", "Contracts", "HTML", "JSON", "Picture", "Portfolio",
                "Words", crypto, logging,
            ],
            resources: [.embedInCode("Sandbox/lives.tsv"), .embedInCode("Style/back-office.css")]),
        room(
            "HTTPAPI",
            [
                "Access", "BackOffice", "Billing", "BillingService", "CivilTime", "Contracts", "HTML", "JSON", "ContractService",
                "Portfolio",
                "Observability", "Words", hummingbird, hummingbirdTLS,
                logging,
                coreMetrics, crypto,
            ],
            // A request is answered where its connection is read and written: no step asks where it may run.
            features: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
        // In the place of malloc, for all threads: memory that one thread takes and another gives back costs it half as much.
        .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
        .executableTarget(
            name: "maintien",
            dependencies: [
                "CJemalloc", "Access", "BackOffice", "Billing", "BillingService", "CivilTime", "Contracts", "JSON", "Postgres",
                "PrivatePostgres",
                "DatabaseSchema",
                "EventLog",
                "Vault",
                "ContractService",
                "Portfolio", "MadeUp", "HTTPAPI", "Observability", "Picture", "Seals", "Words", argumentParser, configuration, crypto,
                hummingbird,
                serviceLifecycle, logging, metrics, system,
            ],
            swiftSettings: swiftSettings),

        // What `ops/bench` measures with, and against.
        .target(name: "CWait", path: "ops/benchmarks/CWait"),
        benchmark("LoadClient", ["CWait", argumentParser, histogram]),
        benchmark("BareRoute", [hummingbird, logging]),
        benchmark(
            "InstructionCounts", ["CivilTime", "Contracts", "JSON", "ContractService", "DatabaseSchema", "EventLog"],
            resources: [.embedInCode("life.tsv")]),

        // Tests, on real parts.
        .target(
            name: "PostgresTesting", dependencies: ["Postgres", "PrivatePostgres"], path: "Tests/PostgresTesting",
            swiftSettings: swiftSettings),
        .target(
            name: "TokenTesting", dependencies: ["JSON"], path: "Tests/TokenTesting", exclude: ["provider.py", "server.py", "tokens.py"],
            swiftSettings: swiftSettings),
        .target(name: "RandomTesting", path: "Tests/RandomTesting", swiftSettings: swiftSettings),
        .target(
            name: "ContractTesting", dependencies: ["CivilTime", "Contracts"], path: "Tests/ContractTesting", swiftSettings: swiftSettings),
        .target(
            name: "ServiceTesting", dependencies: ["DatabaseSchema", "Postgres", "PostgresTesting"], path: "Tests/ServiceTesting",
            swiftSettings: swiftSettings),
        tests("ArchitectureTests", []),
        tests("CivilTimeTests", ["CivilTime"]),
        // The sentence is tried on the random lives there.
        tests("ContractsTests", ["CivilTime", "ContractTesting", "Contracts", "RandomTesting", "Words"]),
        tests("BillingTests", ["Billing", "CivilTime", "ContractTesting", "Contracts", "RandomTesting"]),
        tests("BankFilesTests", ["BankFiles", "Billing", "CivilTime", "RandomTesting"], resources: [.embedInCode("Samples")]),
        tests("WordsTests", ["CivilTime", "ContractTesting", "Contracts", "Words"]),
        tests("HTMLTests", ["HTML"]),
        tests("JSONTests", ["JSON", "RandomTesting"]),
        tests("PictureTests", ["CivilTime", "ContractTesting", "Contracts", "HTML", "Picture", "RandomTesting", "Words"]),
        tests(
            "BackOfficeTests",
            [
                "Access", "BackOffice", "Billing", "CivilTime", "ContractService", "ContractTesting", "Contracts", "HTML", "JSON",
                "Picture", "Portfolio", "Words", crypto,
            ]),
        tests("SealsTests", ["CivilTime", "Seals", crypto]),
        tests("ObservabilityTests", ["JSON", "Observability", logging, coreMetrics]),
        tests("PostgresTests", ["Postgres", "PrivatePostgres", "PostgresTesting", logging, inMemoryLogging]),
        tests("EventLogTests", ["DatabaseSchema", "EventLog", "Postgres", "PostgresTesting", "RandomTesting"]),
        tests("VaultTests", ["DatabaseSchema", "Vault", "Postgres", "PostgresTesting", crypto]),
        tests("AccessTests", ["Access", crypto, "DatabaseSchema", "JSON", "Postgres", "PostgresTesting", "TokenTesting"]),
        tests(
            "HTTPAPITests",
            [
                "Access", "BackOffice", "Billing", "BillingService", "CivilTime", "ContractService", "ContractTesting", "Contracts",
                "DatabaseSchema", "EventLog", "HTTPAPI", "JSON", "Observability", "Portfolio", "Postgres", "PostgresTesting",
                "RandomTesting", "ServiceTesting", "Vault",
                "Words", crypto, hummingbird, hummingbirdTesting, logging,
            ]),
        tests(
            "ServiceTests",
            [
                "Billing", "CivilTime", "Contracts", "JSON", "ContractService", "DatabaseSchema", "EventLog", "Vault", "Postgres",
                "PrivatePostgres",
                "BillingService", "Portfolio", "PostgresTesting", "RandomTesting", "ServiceTesting", "Words", logging,
            ], resources: [.embedInCode("Golden"), .embedInCode("SchemeFiles"), .embedInCode("Lives")]),
        tests(
            "MadeUpTests",
            ["CivilTime", "Contracts", "ContractService", "DatabaseSchema", "EventLog", "MadeUp", "Postgres", "PostgresTesting"]),
        // The executable is built for them.
        tests(
            "EndToEndTests",
            ["CivilTime", "JSON", "Postgres", "PrivatePostgres", "PostgresTesting", "RandomTesting", "Seals", "TokenTesting", "maintien"]),
    ]
)
