@echo off
rem Starts reason4j.
rem   JAVA_HOME  which Java runs it; otherwise the one on the PATH
rem   JAVA_OPTS  further options for that Java, separated by spaces, such as -Xmx8g
setlocal EnableExtensions DisableDelayedExpansion

for %%I in ("%~dp0..") do set "REASON4J_HOME=%%~fI"

if not defined JAVA_HOME goto java_from_path
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto java_found
echo JAVA_HOME is '%JAVA_HOME%', but there is no program bin\java.exe in it. 1>&2
echo Set JAVA_HOME to a Java of version 17 or newer, or unset it to use the one on the PATH. 1>&2
exit /b 2

:java_from_path
set "JAVA=java.exe"
where /q java.exe
if not errorlevel 1 goto java_found
echo No Java found: JAVA_HOME is not set and there is no 'java.exe' on the PATH. 1>&2
echo Install Java 17 or newer, or set JAVA_HOME to one. 1>&2
exit /b 2

:java_found
set "VERSION="
for /f "tokens=3" %%V in ('call "%JAVA%" -version 2^>^&1 ^| findstr /c:" version "') do if not defined VERSION set "VERSION=%%~V"
set "MAJOR=0"
for /f "tokens=1 delims=.-+" %%M in ("%VERSION%") do set "MAJOR=%%M"
if %MAJOR% GEQ 17 goto java_new_enough
echo '%JAVA%' is Java %VERSION%, but reason4j needs 17 or newer. 1>&2
echo Install Java 17 or newer, or set JAVA_HOME to one. 1>&2
exit /b 2

:java_new_enough
rem DJL loads native code and Guice uses Unsafe; newer runtimes warn unless told that this is meant.
set "NEWER="
if %MAJOR% GEQ 24 set "NEWER=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

rem PyTorch's oneDNN keeps a compiled product for each of the last shapes, 1024 by default. Fewer are as fast, and memory
rem stops growing early.
if not defined ONEDNN_PRIMITIVE_CACHE_CAPACITY set "ONEDNN_PRIMITIVE_CACHE_CAPACITY=200"

rem PyTorch's OpenMP threads sleep while they wait. By default they spin, and then take the processors from other models and
rem programs.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"

"%JAVA%" %NEWER% "-Dreason4j.home=%REASON4J_HOME%" -Xms96m -XX:+AlwaysPreTouch -Dai.djl.offline=true %JAVA_OPTS% -cp "%REASON4J_HOME%\conf;%REASON4J_HOME%\lib\*" org.reason4j.cli.Main %*
exit /b %ERRORLEVEL%
