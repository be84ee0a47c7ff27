include(GNUInstallDirs)
install(TARGETS tiktok-kpi RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
